/// <reference path="./varve.d.ts" />
import { defineConfig } from '@varve/config'
import { app } from '@varve/config/profiles'

export default defineConfig({
  listen: { http: 8080 },
  apps: { app: { sources: 'app', main: 'App' } },
  sites: {
    '*': [{ path: '/health', health: true }, app({ name: 'app', dir: 'public' })],
  },
})
