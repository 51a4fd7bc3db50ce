/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { sveltekit } from '@varve/config/profiles'

// Start the server of the build with what it needs to know of the world outside:
//   PROTOCOL_HEADER=x-forwarded-proto HOST_HEADER=x-forwarded-host \
//   ADDRESS_HEADER=x-forwarded-for XFF_DEPTH=1 node build
export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': sveltekit({
      dir: 'build',
      upstream: '127.0.0.1:3000',
      // cache: [{ path: '/blog/*', ttl: '5m', staleWhileRevalidate: '1h' }],
    }),
  },
})
