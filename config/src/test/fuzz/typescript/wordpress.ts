/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { wordpress } from '@varve/config/profiles'

export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': wordpress({
      root: 'wordpress',
      fpm: 'unix:/run/php/php-fpm.sock',
      // Pages of visitors who have neither logged in nor filled a basket.
      cache: '10m',
    }),
  },
})
