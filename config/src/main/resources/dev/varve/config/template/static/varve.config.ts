/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'

export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': [
      {
        path: '/*',
        securityHeaders: 'basic',
        static: {
          dir: 'public',
          tryExtensions: ['.html'],
          cacheControl: [{ files: '*', cacheControl: 'no-cache' }],
        },
      },
    ],
  },
})
