/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { php } from '@varve/config/profiles'

export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': php({
      root: 'public',
      fpm: 'unix:/run/php/php-fpm.sock',
      // What visitors can write to: nothing in it runs.
      uploads: ['/uploads'],
    }),
  },
})
