/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { spa } from '@varve/config/profiles'

export default defineConfig({
  listen: { http: 8080 },
  upstreams: {
    api: { targets: ['127.0.0.1:9000'] },
  },
  sites: {
    '*': [
      { path: '/api/*', stripPrefix: '/api', proxy: 'api' },
      // The directory your bundler writes; files in /assets/ have a hash in their names.
      spa({ dir: 'dist' }),
    ],
  },
})
