/**
 * Types and helpers for `varve.config.ts`. What a configuration may hold is generated from the
 * program's own records (graph.d.ts).
 */
import type {
  ApiKey,
  Basic,
  ClientCertificate,
  ForwardAuth,
  Graph,
  Guard,
  Jwt,
  Oidc,
  Reference,
  Value,
} from './graph.js'

export type * from './graph.js'

/** A whole configuration. */
export type Config = Graph

/** Checks the configuration while it is written; gives it back as it is. */
export declare function defineConfig(config: Config): Config

/** Names a secret, a variable of the environment that is looked up when Varve loads the graph. Only the name is in the graph. */
export declare function secret(name: string): Reference

/** Names a variable of the environment that is looked up when Varve loads the graph. */
export declare function env(name: string, fallback?: string): Reference

/** Requests must carry a JSON Web Token. */
export declare function jwt(options: Jwt): Guard

/** Requests must carry a name and password; `users` is htpasswd text, best as a secret. */
export declare function basic(users: Value, options?: Omit<Basic, 'users'>): Guard

/** Requests must carry a key in a header. */
export declare function apiKey(options?: ApiKey): Guard

/** Visitors log in with OpenID Connect. */
export declare function oidc(options: Oidc): Guard

/** Another service decides. */
export declare function forwardAuth(options: ForwardAuth | string): Guard

/** Clients show a certificate that was verified. */
export declare function clientCertificate(options?: ClientCertificate): Guard

/** The client is in one of these networks. */
export declare function ip(...networks: string[]): Guard

/** Every one of these holds. */
export declare function all(...guards: (Guard | string)[]): Guard

/** One of these holds. */
export declare function any(...guards: (Guard | string)[]): Guard

/** This does not hold. */
export declare function not(guard: Guard | string): Guard
