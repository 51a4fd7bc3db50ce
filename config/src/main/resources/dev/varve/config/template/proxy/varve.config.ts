/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'

export default defineConfig({
  listen: { http: 8080 },
  upstreams: {
    app: {
      targets: ['127.0.0.1:3000'],
      retry: { attempts: 2, on: ['connect'] },
    },
  },
  sites: {
    '*': [{ path: '/*', proxy: 'app' }],
  },
})
