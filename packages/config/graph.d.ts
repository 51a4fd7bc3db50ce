/** What a configuration may hold. Generated from the program's records: do not edit. */

export type Route = Record<string, unknown>
export type Site = Record<string, unknown>
export type Graph = Record<string, unknown>
export type Guard = Record<string, unknown>
export type CachePolicy = Record<string, unknown>
export type Jwt = Record<string, unknown>
export type Oidc = Record<string, unknown>
export type ApiKey = Record<string, unknown>
export type ForwardAuth = Record<string, unknown>
export type ClientCertificate = Record<string, unknown>
