// What a Varve configuration is written with. Every function gives plain values, as YAML or JSON
// would say them: nothing here runs when Varve serves.

/** The configuration, as its file exports it by default. */
export const defineConfig = (config) => config

/** The value of a secret, looked up when Varve loads the graph; only its name is in the graph. */
export const secret = (name) => ({ secret: name })

/** A variable of the environment Varve runs in, looked up when it loads the graph. */
export const env = (name, fallback) => (fallback === undefined ? { env: name } : { env: name, default: fallback })

/** Requests must carry a JWT (`Authorization: Bearer`). */
export const jwt = (options) => ({ jwt: options })

/** Requests must name a user and a password of a file in htpasswd form, or of the list given. */
export const basic = (users) => ({ basic: users })
