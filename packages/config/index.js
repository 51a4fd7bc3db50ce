// What a Varve configuration is written with. Every function gives plain values, as YAML or JSON
// would say them; nothing here runs when Varve serves.

export const defineConfig = (config) => config

// Looked up when the graph is loaded: only the name is in the graph.
export const secret = (name) => ({ secret: name })
export const env = (name) => ({ env: name })

// Guards: who may use a route.
export const jwt = (options) => ({ jwt: options })
export const basic = (users, options) => ({ basic: { users, ...options } })
export const apiKey = (options) => ({ apiKey: { ...options } })
export const oidc = (options) => ({ oidc: options })
export const forwardAuth = (options) => ({ forwardAuth: options })
export const clientCertificate = (options) => ({ clientCertificate: { ...options } })
export const ip = (...networks) => ({ ip: networks })
export const all = (...guards) => ({ all: guards })
export const any = (...guards) => ({ any: guards })
export const not = (guard) => ({ not: guard })
