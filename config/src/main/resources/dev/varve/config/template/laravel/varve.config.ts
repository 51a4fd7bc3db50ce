/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { laravel } from '@varve/config/profiles'

// Only public/index.php runs; everything else of the project stays unseen.
export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': laravel({ root: '.', fpm: 'unix:/run/php/php-fpm.sock' }),
  },
})
