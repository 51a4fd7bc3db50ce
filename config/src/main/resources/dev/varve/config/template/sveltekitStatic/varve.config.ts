/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { sveltekitStatic } from '@varve/config/profiles'

// `dir` is where the static adapter writes.
export default defineConfig({
  listen: { http: 8080 },
  sites: {
    '*': sveltekitStatic({ dir: 'build' }),
  },
})
