/**
 * Types and helpers for `varve.config.ts`. What a configuration may hold is generated from the
 * program's own records (graph.d.ts); written by hand is only how it is put together.
 */
import type {
  ApiKey,
  ClientCertificate,
  ForwardAuth,
  Graph,
  Guard,
  Jwt,
  Oidc,
  Route,
  Site,
} from './graph.js'
import type { ProfileUse } from './profiles.js'

export type * from './graph.js'

/** The value of a secret, looked up when Varve loads the graph: only its name is in the graph. */
export interface SecretReference {
  secret: string
}

/** A variable of Varve's environment, looked up when it loads the graph. */
export interface EnvReference {
  env: string
}

/** Several routes that share what they have in common; what a route writes itself wins. */
export type Group = Partial<Omit<Route, 'path'>> & {
  /** Put before the paths of all. */
  path?: string
  routes: RouteItem | RouteItem[]
}

/** A route, a group of routes, or a profile that stands for routes. */
export type RouteItem = Route | Group | ProfileUse

/** A site: its routes, with or without what else is said of the host. */
export type SiteItem = RouteItem | RouteItem[] | (Omit<Site, 'routes'> & { routes?: RouteItem | RouteItem[] })

/** A whole configuration. */
export interface Config extends Omit<Graph, 'sites'> {
  /** Sites by host: 'www.example.com', '*.example.com' or '*' for any. */
  sites?: Record<string, SiteItem>
}

/** Checks the configuration's types while it is written; gives it back as it is. */
export declare function defineConfig<const C extends Config>(config: C): C

/** Names a secret: a file of the secrets directory, or a variable of the environment. */
export declare function secret(name: string): SecretReference

/** Names a variable of the environment. */
export declare function env(name: string): EnvReference

/** Requests must carry a JSON Web Token. */
export declare function jwt(options: Jwt): Guard

/** Requests must carry a name and password; `users` is htpasswd text, best as a secret. */
export declare function basic(
  users: string | SecretReference | EnvReference,
  options?: { realm?: string },
): Guard

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
