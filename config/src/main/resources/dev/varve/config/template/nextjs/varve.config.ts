/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { nextjs } from '@varve/config/profiles'

// `next build` first, then start the server of the build: npx next start --port 3000
export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': nextjs({ dir: '.', upstream: '127.0.0.1:3000' }),
  },
})
