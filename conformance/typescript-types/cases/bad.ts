import { defineConfig, jwt } from '@varve/config'
import { spa, wordpress } from '@varve/config/profiles'

// @ts-expect-error an unknown key
defineConfig({ listn: { http: 80 } })
// @ts-expect-error a word that is not offered
defineConfig({ upstreams: { a: { targets: ['a:1'], balance: 'fastest' } } })
// @ts-expect-error a missing option
spa({})
// @ts-expect-error an unknown option
wordpress({ root: '/srv/wp', fmp: 'x' })
// @ts-expect-error a number in place of text
jwt({ jwks: 1 })
