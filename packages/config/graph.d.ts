// Generated from the records of the route graph; do not edit.

/** A length of time: '250ms', '5s', '1m30s', '2h' or '7d'. */
export type Duration = string
/** An amount of bytes: '512B', '64KiB', '10MiB' or '2GB'. */
export type Size = string
/** So many in so long: '100/min', '5/s' or '20/10s'. */
export type Rate = string
/** What is looked up when Varve loads the graph. */
export type Reference = { secret: string } | { env: string; default?: string }
/** Text, or what is looked up when Varve loads the graph. */
export type Value = string | Reference

/** Everything that a Varve serves. */
export interface Graph {
  /** Version of this format. Default: 1 */
  formatVersion?: number
  /** Listeners by name; http: 80 stands for a plain one on that port, https: 443 for one with TLS. Default: {} */
  listen?: Record<string, Listener | number | string>
  /** Certificates and how TLS is spoken. Default: see the reference */
  tls?: Tls
  /** Groups of targets by name. Default: {} */
  upstreams?: Record<string, Upstream | (Target | Value)[] | Target | Value>
  /** Guards by name. Default: {} */
  auth?: Record<string, Guard | string>
  /** Sites by host: 'www.example.com', '*.example.com' or '*' for any. Default: {} */
  sites?: Record<string, Site | RouteItem[] | RouteItem>
  /** Applications in this process, by the name that routes call them. Default: {} */
  apps?: Record<string, AppSource>
  /** TCP and UDP that is passed on as it is. Default: {} */
  streams?: Record<string, Stream>
  /** Where cached responses are kept. Default: {"memory":"64MiB","disk":"0B","shared":false} */
  cache?: CacheTiers
  /** The id that each request gets. Default: {"header":"x-request-id","accept":false} */
  requestIds?: RequestIds
  /** How the access log is written. Default: "json" */
  accessLog?: 'off' | 'json' | 'combined'
  /** How long connections may finish after they were taken out of service. Default: "30s" */
  drain?: Duration
}

/** An address where clients connect. */
export interface Listener {
  /** Address and port such as ':443', or unix:PATH. */
  address: string
  /** Whether clients speak TLS. Default: false */
  tls?: boolean
  /** Versions of HTTP that are spoken; h2 without TLS needs prior knowledge, h3 needs TLS and listens on the UDP port of the same number. Default: ["h1","h2"] */
  protocols?: ('h1' | 'h2' | 'h3')[] | 'h1' | 'h2' | 'h3'
  /** Whether every request is sent to the https listener, except those of certificate challenges. Default: false */
  redirectToHttps?: boolean
  /** Networks of load balancers that tell the client's address ahead of the first byte; empty for none. Default: [] */
  proxyProtocol?: string[] | string
  /** Networks of proxies whose x-forwarded headers are believed. Default: [] */
  trustedProxies?: string[] | string
  /** What it puts up with. Default: see the reference */
  limits?: ListenerLimits
  /** How long it waits. Default: see the reference */
  timeouts?: ListenerTimeouts
  /** How it speaks h3. Default: {"retry":"under-load","earlyData":false} */
  quic?: Quic
}

/** What a listener puts up with. */
export interface ListenerLimits {
  /** Longest request target; more gets 414. Default: "8KiB" */
  uri?: Size
  /** Largest header block; more gets 431. Default: "32KiB" */
  headerBytes?: Size
  /** Most header fields; more gets 431. Default: 128 */
  headerCount?: number
  /** Open connections in all. Default: 100000 */
  connections?: number
  /** Open connections of one client address, of one /64 for IPv6. Default: 1000 */
  connectionsPerClient?: number
  /** Simultaneous requests of one HTTP/2 or HTTP/3 connection. Default: 128 */
  streams?: number
  /** Requests of one connection, after which it is closed. Default: 100000000 */
  requests?: number
}

/** How long a listener waits for a client. */
export interface ListenerTimeouts {
  /** For the TLS handshake. Default: "10s" */
  tlsHandshake?: Duration
  /** From the first byte of a request to the end of its head. Default: "30s" */
  head?: Duration
  /** How long a body may come more slowly than bodyRate; then 408. Default: "10s" */
  bodyGrace?: Duration
  /** Fewest bytes of a body a second, after bodyGrace; 0B for any. Default: "240B" */
  bodyRate?: Size
  /** For a client that takes nothing of a response. Default: "1m" */
  writeStall?: Duration
  /** Between two requests. Default: "1m" */
  keepAlive?: Duration
}

/** How a listener speaks HTTP/3. */
export interface Quic {
  /** When clients have to prove their address first. Default: "under-load" */
  retry?: 'under-load' | 'always'
  /** Whether clients that come again may send GET, HEAD and OPTIONS without waiting for the handshake (0-RTT); everything else gets 425. Not where clients show certificates. Default: false */
  earlyData?: boolean
}

/** Certificates and how TLS is spoken. */
export interface Tls {
  /** Certificates from files. Default: [] */
  certificates?: CertificateFiles[] | CertificateFiles
  /** Fetches and renews certificates for the sites. */
  acme?: Acme
  /** Whether hosts without another certificate get one of the local development authority. Default: false */
  local?: boolean
  /** Oldest version that is spoken. Default: "1.2" */
  minVersion?: '1.2' | '1.3'
  /** Asks clients for certificates. */
  clientAuth?: ClientAuth
  /** What a client gets that names no known host. Default: "refuse" */
  unknownName?: 'refuse' | 'first'
  /** Whether sessions can be resumed. Default: true */
  tickets?: boolean
  /** Whether OCSP answers are stapled. Default: true */
  ocsp?: boolean
}

/** A certificate from files. */
export interface CertificateFiles {
  /** File of the certificate chain (PEM). */
  certificate: string
  /** File of its private key (PEM). */
  key: string
  /** Hosts that it is used for; empty for those it names. Default: [] */
  hosts?: string[] | string
}

/** Certificates from an authority by ACME. */
export interface Acme {
  /** Address that the authority writes to. Default: "" */
  email?: string
  /** The authority. Default: "https://acme-v02.api.letsencrypt.org/directory" */
  directory?: string
  /** Further authorities that are asked when the first fails. Default: [] */
  fallback?: string[] | string
  /** How control of a host is shown. Default: "tls-alpn-01" */
  challenge?: 'tls-alpn-01' | 'http-01' | 'dns-01'
  /** Program that sets and removes the DNS record of a dns-01 challenge. Default: "" */
  dnsHook?: string
  /** File of the authorities trusted for the directory itself; empty for the system's. Default: "" */
  ca?: string
}

/** Certificates that clients show. */
export interface ClientAuth {
  /** File of the authorities (PEM) that sign them. */
  ca: string
  /** Whether every client must show one. Default: "require" */
  mode?: 'require' | 'request'
}

/** A group of targets that answer the same requests. */
export interface Upstream {
  /** Where requests go. Default: [] */
  targets?: (Target | Value)[] | Target | Value
  /** Finds further targets by DNS. */
  resolve?: Resolve
  /** What is spoken with the targets; auto is HTTP/2 if TLS negotiates it, else HTTP/1.1. Default: "auto" */
  protocol?: 'auto' | 'h1' | 'h2'
  /** Speaks TLS; without it the connection is plain. */
  tls?: UpstreamTls | true
  /** How the next target is chosen. Default: {"kind":"round-robin","key":"{client.ip}"} */
  balance?: Balance | 'round-robin' | 'least-conn' | 'p2c' | 'ewma' | 'random' | 'maglev' | 'ring'
  /** Keeps a client at its target. */
  sticky?: Sticky | true
  /** Probes the targets. */
  health?: HealthCheck | string
  /** Leaves out targets that answer badly. Default: see the reference */
  outlier?: Outlier
  /** Stops trying targets that fail. */
  breaker?: Breaker
  /** Sends failed requests again. Default: see the reference */
  retry?: Retry
  /** How long targets are waited for. Default: {"connect":"2s","firstByte":"1m","idle":"1m","total":"1d"} */
  timeouts?: Timeouts
  /** How many connections and requests there may be. Default: see the reference */
  pool?: Pool
  /** Time over which a target that came up gets its full share. Default: "0s" */
  slowStart?: Duration
  /** Whether the client's address is told ahead of the first byte. Default: "off" */
  proxyProtocol?: 'off' | 'v1' | 'v2'
  /** Who wrote it, when not this configuration: a discovery source and its object. Default: "" */
  owner?: string
}

/** One place an upstream's requests can go to. */
export interface Target {
  /** Host and port, or unix:PATH; a name is looked up again every 30 seconds. */
  address: Value
  /** Share of the requests beside the other targets; 0 gets none. Default: 1 */
  weight?: number
  /** Whether it is used only when no other target is up. Default: false */
  backup?: boolean
}

/** How the targets of an upstream are found by DNS. */
export interface Resolve {
  /** Name to look up. */
  name: string
  /** Records to look for; a asks for IPv4 and IPv6. Default: "a" */
  kind?: 'a' | 'srv'
  /** Port of the targets; srv records name their own. Default: 80 */
  port?: number
  /** Shortest time between two look-ups, whatever the record says. Default: "5s" */
  least?: Duration
  /** Longest time between two look-ups. Default: "5m" */
  most?: Duration
  /** Name servers that are asked, in order, such as '10.0.0.2:53'; empty for those of /etc/resolv.conf. Default: [] */
  servers?: string[] | string
}

/** How targets are spoken to over TLS. */
export interface UpstreamTls {
  /** Whether the certificate must be valid for the name. Default: true */
  verify?: boolean
  /** Name sent and checked; empty for the target's own host. Default: "" */
  serverName?: string
  /** File of the authorities that are trusted; empty for the system's. Default: "" */
  ca?: string
  /** File of the certificate that the edge shows; empty for none. Default: "" */
  certificate?: string
  /** File of the private key of that certificate. Default: "" */
  key?: string
}

/** How the next target is chosen. */
export interface Balance {
  /** The algorithm. Default: "round-robin" */
  kind?: 'round-robin' | 'least-conn' | 'p2c' | 'ewma' | 'random' | 'maglev' | 'ring'
  /** What maglev and ring hash: requests with the same text go to the same target. Default: "{client.ip}" */
  key?: string
}

/** A signed cookie that keeps a client at one target. */
export interface Sticky {
  /** Name of the cookie. Default: "varve-target" */
  cookie?: string
  /** How long the client stays with the target after its last request. Default: "1h" */
  ttl?: Duration
}

/** Probes that find out which targets are up. */
export interface HealthCheck {
  /** What is sent. Default: "http" */
  kind?: 'http' | 'tcp' | 'grpc'
  /** Path that an http probe asks for with GET. Default: "/" */
  path?: string
  /** Host that an http or grpc probe names; empty for the target's own. Default: "" */
  host?: string
  /** Service that a grpc probe asks for; empty for the whole server. Default: "" */
  service?: string
  /** Statuses of an http probe that mean up. Default: "200-399" */
  status?: string
  /** Time between probes of one target, with a tenth of jitter. Default: "10s" */
  every?: Duration
  /** How long an answer may take. Default: "2s" */
  timeout?: Duration
  /** Good probes in a row until a target counts as up again. Default: 2 */
  healthyAfter?: number
  /** Bad probes in a row until it counts as down. Default: 3 */
  unhealthyAfter?: number
}

/** When a target that answers badly is left out for a while. */
export interface Outlier {
  /** Percentage of bad answers (5xx, broken, too late) that ejects a target. Default: 50 */
  errors?: number
  /** Answers within the window below which nothing is ejected. Default: 20 */
  samples?: number
  /** Time over which answers are counted. Default: "30s" */
  window?: Duration
  /** How long the first ejection lasts; each next one in a row lasts longer. Default: "30s" */
  ejectFor?: Duration
  /** Percentage of the targets that may be ejected at the same time. Default: 50 */
  maxEjected?: number
}

/** When a target is not tried at all until probes show that it recovered. */
export interface Breaker {
  /** Percentage of bad answers (5xx, broken, too late) that opens the breaker. Default: 80 */
  errors?: number
  /** Answers within the window below which it stays closed. Default: 20 */
  samples?: number
  /** Time over which answers are counted. Default: "10s" */
  window?: Duration
  /** How long nothing is sent before probing starts. Default: "5s" */
  openFor?: Duration
  /** Requests let through while half open, all of which must go well. Default: 3 */
  probes?: number
}

/** Whether and when a failed request is sent again, always to another target if there is one. */
export interface Retry {
  /** Tries in all, the first included. Default: 2 */
  attempts?: number
  /** Failures that are worth another try: connect, reset, timeout or a status; what may have reached the target is sent again only if the method is idempotent. Default: ["connect"] */
  on?: ('connect' | 'reset' | 'timeout' | number)[] | 'connect' | 'reset' | 'timeout' | number
  /** How long one try may take until its response begins. */
  perTry?: Duration
  /** Wait before the second try, doubled for each next one, with jitter. Default: "25ms" */
  backoff?: Duration
  /** The longest such wait. Default: "1s" */
  maxBackoff?: Duration
  /** Percentage of the requests of the last ten seconds that retries may add. Default: 20 */
  budget?: number
  /** Bodies larger than this are not kept for a retry. Default: "64KiB" */
  maxBody?: Size
}

/** How long the edge waits for a target. Every wait has a bound. */
export interface Timeouts {
  /** From the first packet to a usable connection, TLS included. Default: "2s" */
  connect?: Duration
  /** From the end of the request to the head of the response. Default: "1m" */
  firstByte?: Duration
  /** Between two reads of a response or tunnel that has begun. Default: "1m" */
  idle?: Duration
  /** From the head of the request to the end of the response. Default: "1d" */
  total?: Duration
}

/** How many connections and requests an upstream may have. */
export interface Pool {
  /** Connections to one target, from all threads. Default: 1024 */
  connections?: number
  /** How long an unused connection is kept. Default: "1m" */
  idle?: Duration
  /** Requests in flight to the whole upstream; more get 503 at once. Default: 10000 */
  requests?: number
  /** Requests of one thread that wait while all connections are in use; more get 503. Default: 1000 */
  queue?: number
  /** How long they wait for one, before 503. Default: "5s" */
  queueFor?: Duration
}

/** Who must have logged in, and how. */
export type Guard =
  /** The entry of this name under 'auth'. */
  | { named: string }
  /** A JSON Web Token. */
  | { jwt: Jwt }
  /** A user name and password. */
  | { basic: Basic | Value }
  /** A key that a program sends. */
  | { apiKey: ApiKey }
  /** A login with OpenID Connect. */
  | { oidc: Oidc }
  /** Another service decides. */
  | { forwardAuth: ForwardAuth | string }
  /** A verified client certificate. */
  | { clientCertificate: ClientCertificate | true }
  /** The client is in one of these networks. */
  | { ip: string[] | string }
  /** Every one of these holds. */
  | { all: (Guard | string)[] | Guard | string }
  /** One of these holds; they are tried in order. */
  | { any: (Guard | string)[] | Guard | string }
  /** This does not hold. */
  | { not: Guard | string }

/** A JSON Web Token in the Authorization header. */
export interface Jwt {
  /** URL of the issuer's keys; fetched again when an unknown key id appears. */
  jwks?: string
  /** Shared secret or public key (PEM), in place of jwks. */
  key?: Reference
  /** Algorithms that are accepted; empty for those that fit the key's type. Default: [] */
  algorithms?: string[] | string
  /** Required issuer (iss); empty for any. Default: "" */
  issuer?: string
  /** Accepted audiences (aud); empty for any. Default: [] */
  audience?: string[] | string
  /** Claims that must have exactly this value. Default: {} */
  claims?: Record<string, string>
  /** Claim that lists the user's roles; dots go deeper. Default: "roles" */
  rolesClaim?: string
  /** Difference of clocks that is put up with. Default: "30s" */
  skew?: Duration
  /** Header that the token comes in; after 'Bearer ' in authorization. Default: "authorization" */
  header?: string
  /** Cookie that the token may come in instead; empty for none. Default: "" */
  cookie?: string
  /** Claims told to the action, by header; the client's own such headers are dropped. Default: {} */
  forward?: Record<string, string>
}

/** A user name and password (HTTP Basic). */
export interface Basic {
  /** htpasswd text (bcrypt or argon2 hashes): a reference to a secret, or the path of a file. */
  users: Value
  /** What the browser shows when it asks. Default: "Restricted" */
  realm?: string
}

/** A key that a program sends. */
export interface ApiKey {
  /** Header that the key comes in. Default: "x-api-key" */
  header?: string
  /** Lines of name and SHA-256 of a key; without it keys are those of the store. */
  keys?: Reference
  /** Scopes that the key must all have. Default: [] */
  scopes?: string[] | string
}

/** A login with an OpenID Connect provider, kept in a session. */
export interface Oidc {
  /** URL of the provider. */
  issuer: string
  /** Id that the provider gave. */
  clientId: Value
  /** Secret that the provider gave. */
  clientSecret: Reference
  /** Scopes that are asked for. Default: ["openid","profile","email"] */
  scopes?: string[] | string
  /** Path that the provider sends the browser back to. Default: "/.varve/oidc/callback" */
  callback?: string
  /** Path that ends the session. Default: "/.varve/oidc/logout" */
  logout?: string
  /** Claim that lists the user's roles; dots go deeper. Default: "roles" */
  rolesClaim?: string
  /** A session ends after this time without a request. Default: "1h" */
  idle?: Duration
  /** A session ends after this time in any case. Default: "12h" */
  lifetime?: Duration
  /** Claims told to the action, by header; the client's own such headers are dropped. Default: {} */
  forward?: Record<string, string>
}

/** Another service is asked about each request; anything but 2xx is its answer to the client. */
export interface ForwardAuth {
  /** Where it is asked. */
  url: string
  /** Headers of its answer told to the action; the client's own such headers are dropped. Default: [] */
  copy?: string[] | string
  /** Headers of the request that it is shown. Default: ["authorization","cookie"] */
  send?: string[] | string
  /** How long it may take; afterwards the answer is 503. Default: "5s" */
  timeout?: Duration
}

/** A client certificate that the listener has verified. */
export interface ClientCertificate {
  /** Names of which the certificate must have one; empty for any verified certificate. Default: [] */
  subjects?: string[] | string
  /** Header that tells the action the subject; the client's own is dropped; empty for none. Default: "" */
  forward?: string
}

/** The routes of one host. */
export interface Site {
  /** Further hosts with the same routes. Default: [] */
  aliases?: string[] | string
  /** Whether a slash at the end of a path is added or stripped by a redirect. Default: "keep" */
  trailingSlash?: 'keep' | 'add' | 'strip'
  /** Files shown for errors, by status or class such as '5xx'. Default: {} */
  errorPages?: Record<string, string>
  /** The routes; order decides only between equally specific ones. Default: [] */
  routes?: RouteItem[] | RouteItem
}

/** Which requests are answered, under which conditions, and how. */
export interface Route {
  /** Names the route in logs, metrics and commands; made from site, path and methods when left out. Default: "" */
  id?: string
  /** Who wrote it, when not this configuration: a discovery source and its object. Default: "" */
  owner?: string
  /** Path: '/about', '/users/{id}', '/api/*', '/files/*rest' or '~/v[0-9]+/.*'. Default: "/*" */
  path?: string
  /** Methods; empty for all; GET includes HEAD. Default: [] */
  methods?: string[] | string
  /** Headers that the request must have. Default: {} */
  headers?: Record<string, FieldMatch | string>
  /** Query parameters that the request must have; of several with one name the first counts. Default: {} */
  query?: Record<string, FieldMatch | string>
  /** Networks of clients that may; empty for all. Default: [] */
  allow?: string[] | string
  /** Networks of clients that may not, even if allowed. Default: [] */
  deny?: string[] | string
  /** Lets pages of other origins use the answers. */
  cors?: Cors | string[] | string
  /** Refuses changes asked for by pages of other sites. */
  csrf?: Csrf | true
  /** Who must have logged in, and how; the name of an entry under 'auth' or a guard in place. */
  auth?: Guard | string
  /** Roles of which the user must have one; empty for none. Default: [] */
  roles?: string[] | string
  /** Scopes that the user's token must all have. Default: [] */
  scopes?: string[] | string
  /** Rates, all of which are kept. Default: [] */
  limit?: (RateLimit | Rate)[] | RateLimit | Rate
  /** Requests at the same time. */
  concurrency?: Concurrency | number
  /** Largest request body; more gets 413. Default: "10MiB" */
  maxBody?: Size
  /** Whether compressed request bodies are decompressed before the action, at most 100 to 1 and up to maxBody. Default: false */
  decompress?: boolean
  /** Longest time for the whole request; afterwards 504. */
  deadline?: Duration
  /** Leading segments that the action does not see. Default: "" */
  stripPrefix?: string
  /** Further changes to path and query, after stripPrefix. */
  rewrite?: Rewrite | string
  /** Changes to the request's headers. Default: {"remove":[],"set":{},"add":{}} */
  requestHeaders?: HeaderOps
  /** Changes to the response's headers. Default: {"remove":[],"set":{},"add":{}} */
  responseHeaders?: HeaderOps
  /** Adds protections of browsers: basic, strict or each by name. */
  securityHeaders?: SecurityHeaders | 'basic' | 'strict'
  /** Statuses that are told to the client as others. Default: {} */
  statuses?: Record<string, number>
  /** Keeps responses. */
  cache?: CachePolicy | Duration
  /** Compresses responses. Default: see the reference */
  compress?: Compression | boolean
  /** Copies requests to another upstream. */
  mirror?: Mirror | string
  /** Whether requests are written to the access log. Default: true */
  accessLog?: boolean
  /** Answers by itself. */
  respond?: Respond | number
  /** Sends the client elsewhere. */
  redirect?: Redirect | string
  /** Answers with files. */
  static?: StaticFiles | string
  /** Passes the request to an upstream. */
  proxy?: Proxy | string
  /** Runs a script by FastCGI. */
  fastcgi?: FastCgi
  /** Hands it to an application. */
  app?: AppHandler | string
  /** Serves documents of the store. */
  store?: StoreApi | true
  /** Answers with the metrics. */
  metrics?: true
  /** Answers whether this node serves. */
  health?: true
}

/** What a header or query parameter must be. */
export type FieldMatch =
  /** It has exactly this value. */
  | { is: string }
  /** Its whole value matches (RE2). */
  | { regex: string }
  /** It is there (true) or not (false). */
  | { present: boolean }

/** Which pages of other origins may use the answers. */
export interface Cors {
  /** Origins that may; '*' for any, which excludes credentials. Default: [] */
  origins?: string[] | string
  /** Methods that they may use. Default: ["GET","HEAD","POST"] */
  methods?: string[] | string
  /** Request headers that they may send. Default: ["content-type"] */
  headers?: string[] | string
  /** Response headers that they may read. Default: [] */
  expose?: string[] | string
  /** Whether cookies and logins are sent along. Default: false */
  credentials?: boolean
  /** How long a browser remembers the permission. Default: "10m" */
  maxAge?: Duration
}

/** Requests that change something must come from pages of the same site. */
export interface Csrf {
  /** Other origins that may send them. Default: [] */
  trusted?: string[] | string
}

/** How often one client may use a route. */
export interface RateLimit {
  /** Requests in a time. */
  rate: Rate
  /** What counts as one client; IPv6 clients are counted by /64. Default: "{client.ip}" */
  by?: string
  /** How time is cut. Default: "token-bucket" */
  kind?: 'token-bucket' | 'sliding-window' | 'fixed-window'
  /** Requests that may come at once beyond the rate; token-bucket only. Default: 0 */
  burst?: number
  /** How much one request counts. Default: 1 */
  cost?: number
  /** Whether all nodes count together, through the store. Default: false */
  shared?: boolean
  /** What happens while the shared count cannot be reached. Default: "local" */
  whenAway?: 'local' | 'allow' | 'deny'
}

/** How many requests a route handles at the same time. */
export interface Concurrency {
  /** Requests handled at once. Default: 1000 */
  most?: number
  /** Requests that wait beyond that; more get 503. Default: 0 */
  queue?: number
  /** How long they wait. Default: "5s" */
  queueFor?: Duration
}

/** How the path and query that the action sees differ from those that matched. */
export interface Rewrite {
  /** The new path, such as '/new/{param.id}'; excludes regex. */
  path?: string
  /** Expression (RE2) that finds the part of the path to replace; every match is replaced. */
  regex?: string
  /** What replaces a match; $1 stands for the first group. Default: "" */
  with?: string
  /** Put before the path, after the other changes. Default: "" */
  addPrefix?: string
  /** Changes to the query. Default: {"remove":[],"set":{},"add":{}} */
  query?: QueryOps
}

/** Changes to the query: first remove, then set, then add. */
export interface QueryOps {
  /** Parameters that are dropped. Default: [] */
  remove?: string[] | string
  /** Parameters that get exactly this value. Default: {} */
  set?: Record<string, string>
  /** Parameters that get this value beside those they have. Default: {} */
  add?: Record<string, string>
}

/** Changes to headers: first remove, then set, then add. */
export interface HeaderOps {
  /** Headers that are dropped. Default: [] */
  remove?: string[] | string
  /** Headers that get exactly this value; placeholders such as {client.ip} are filled in. Default: {} */
  set?: Record<string, Value>
  /** Headers that get this value beside those they have. Default: {} */
  add?: Record<string, Value>
}

/** Response headers that switch on protections of browsers; those the action sets itself win. */
export interface SecurityHeaders {
  /** How long browsers insist on HTTPS (strict-transport-security); 0s for not at all; sent over TLS only. Default: "0s" */
  hsts?: Duration
  /** Whether that holds for subdomains too. Default: false */
  hstsSubdomains?: boolean
  /** Whether browsers may ship with it. Default: false */
  hstsPreload?: boolean
  /** Who may show pages in a frame (x-frame-options). Default: "sameorigin" */
  frame?: 'deny' | 'sameorigin' | 'off'
  /** Whether browsers believe the content type (x-content-type-options). Default: true */
  nosniff?: boolean
  /** What other sites learn about the page (referrer-policy); empty for no header. Default: "strict-origin-when-cross-origin" */
  referrer?: string
  /** What pages may load (content-security-policy); empty for no header. Default: "" */
  contentPolicy?: string
  /** What pages may ask of the device (permissions-policy); empty for no header. Default: "" */
  permissions?: string
}

/** Which responses are kept and for how long. */
export interface CachePolicy {
  /** How long a response is fresh when it does not say so itself; 0s for only those that do. Default: "0s" */
  ttl?: Duration
  /** Whether ttl wins over what the response says. Default: false */
  override?: boolean
  /** How long a stale response is still served while a fresh one is fetched. Default: "0s" */
  staleWhileRevalidate?: Duration
  /** How long a stale response is served when fetching fails. Default: "0s" */
  staleIfError?: Duration
  /** Methods whose responses are kept. Default: ["GET","HEAD"] */
  methods?: string[] | string
  /** Statuses that are kept. Default: [200,203,204,300,301,308,404,410] */
  statuses?: number[] | number
  /** Largest response that is kept. Default: "10MiB" */
  maxBody?: Size
  /** Whether requests that differ in their query have responses of their own. Default: true */
  includeQuery?: boolean
  /** Request headers by which responses differ, beside those that Vary names. Default: [] */
  headers?: string[] | string
  /** Cookies that bypass the cache, '*' at the end for any ending; other cookies are ignored. Empty: every cookie bypasses. Default: [] */
  cookies?: string[] | string
  /** Whether requests with a login may be answered from the cache. Default: false */
  authorized?: boolean
  /** Tags by which responses are purged, beside those that the response names. Default: [] */
  tags?: string[] | string
  /** Whether simultaneous misses wait for one fetch. Default: true */
  coalesce?: boolean
}

/** Which responses are compressed. */
export interface Compression {
  /** Encodings in the order of preference; empty for none. Default: ["zstd","br","gzip"] */
  encodings?: ('zstd' | 'br' | 'gzip' | 'deflate')[] | 'zstd' | 'br' | 'gzip' | 'deflate'
  /** Smaller responses are sent as they are. Default: "1KiB" */
  minSize?: Size
  /** Media types that shrink. Default: see the reference */
  types?: string[] | string
}

/** A copy of requests goes to another upstream, whose answers are dropped. */
export interface Mirror {
  /** Where the copies go. */
  upstream: string
  /** How many of a hundred requests are copied. Default: 100 */
  percent?: number
}

/** Answers by itself. */
export interface Respond {
  /** The status. Default: 200 */
  status?: number
  /** The body; placeholders are filled in. Default: "" */
  body?: string
  /** Its media type. Default: "text/plain; charset=utf-8" */
  contentType?: string
}

/** Sends the client elsewhere. */
export interface Redirect {
  /** Where to; a path stays on the host, and another host must be written out, so that a request cannot choose it. */
  to: string
  /** 301, 302, 303, 307 or 308. Default: 308 */
  status?: number
  /** Whether the request's query is sent along. Default: true */
  keepQuery?: boolean
}

/** Answers with files of a directory. */
export interface StaticFiles {
  /** The directory, relative to the configuration file. */
  dir: string
  /** Files that stand for a directory, the first that exists. Default: ["index.html"] */
  index?: string[] | string
  /** File that answers navigations of browsers to paths without a file (single-page applications); empty for 404. Default: "" */
  fallback?: string
  /** Endings that may be left out of a path. Default: [] */
  tryExtensions?: string[] | string
  /** Whether directories without an index are listed. Default: false */
  listing?: boolean
  /** Siblings (.zst, .br, .gz) that are served to clients that accept them, the preferred first. Default: ["zstd","br","gzip"] */
  precompressed?: ('zstd' | 'br' | 'gzip' | 'deflate')[] | 'zstd' | 'br' | 'gzip' | 'deflate'
  /** Whether files whose name starts with a dot are served. Default: false */
  dotfiles?: boolean
  /** What caches are told, the first rule that fits. Default: [] */
  cacheControl?: CacheRule[] | CacheRule
  /** What answers when there is no such file, in place of 404. */
  otherwise?: Action
}

/** What browsers and shared caches are told about some files. */
export interface CacheRule {
  /** Which files: a path with '*' for any text. */
  files: string
  /** The cache-control header. */
  cacheControl: string
}

/** What answers a request. */
export type Action =
  /** Answers by itself. */
  | { respond: Respond | number }
  /** Sends the client elsewhere. */
  | { redirect: Redirect | string }
  /** Answers with files. */
  | { static: StaticFiles | string }
  /** Passes the request to an upstream. */
  | { proxy: Proxy | string }
  /** Runs a script by FastCGI. */
  | { fastcgi: FastCgi }
  /** Hands it to an application. */
  | { app: AppHandler | string }
  /** Serves documents of the store. */
  | { store: StoreApi | true }
  /** Answers with the metrics. */
  | { metrics: true }
  /** Answers whether this node serves. */
  | { health: true }

/** Passes the request to an upstream. */
export interface Proxy {
  /** The upstream, or an address; excludes split. */
  upstream?: string
  /** Several upstreams, each with its share of the requests. Default: [] */
  split?: Share[] | Share
  /** Host that the upstream is told; {upstream.target} for the target's own. Default: "{host}" */
  host?: string
  /** Waits of this route in place of the upstream's. */
  timeouts?: Timeouts
  /** Whether upgrades are passed on. Default: true */
  websocket?: boolean
  /** Whether calls of gRPC-Web are translated to gRPC. Default: false */
  grpcWeb?: boolean
  /** How much of a request body is collected before the upstream is bothered; 0B streams at once. Default: "0B" */
  buffer?: Size
}

/** One upstream's part of a route's requests. */
export interface Share {
  /** Where they go. */
  upstream: string
  /** How many, beside the other shares. Default: 1 */
  weight?: number
  /** NAME=VALUE: requests with this cookie go here whatever the weights; empty for none. Default: "" */
  cookie?: string
  /** NAME=VALUE: requests with this header go here whatever the weights; empty for none. Default: "" */
  header?: string
}

/** Runs a script by FastCGI, such as PHP-FPM. */
export interface FastCgi {
  /** The upstream, or an address such as 'unix:/run/php/fpm.sock'. */
  upstream: string
  /** Directory of the scripts, as the edge sees it. */
  root: string
  /** The same directory as the FastCGI server sees it; empty for the same path. Default: "" */
  remoteRoot?: string
  /** Script that stands for a directory. Default: "index.php" */
  index?: string
  /** Endings of what may be run. Default: [".php"] */
  endings?: string[] | string
  /** One script that answers every request (front controller), such as '/index.php'; empty to run the file that the path names. Default: "" */
  script?: string
  /** Further variables for the script. Default: {} */
  environment?: Record<string, Value>
}

/** Hands the request to an application that runs in this process. */
export interface AppHandler {
  /** Name of the application. */
  name: string
}

/** Serves documents of the store. */
export interface StoreApi {
  /** Namespaces that are served; empty for all. Default: [] */
  namespaces?: string[] | string
  /** Whether documents may be changed. Default: false */
  write?: boolean
}

/** Where the code of an application is: a folder of Java files or a jar. */
export interface AppSource {
  /** Name of the class that implements dev.varve.app.Application. */
  main: string
  /** Folder of Java files, relative to the configuration file; compiled at start. Default: "" */
  sources?: string
  /** Jar that names the application in META-INF/services, relative to the configuration file. Default: "" */
  jar?: string
}

/** TCP or UDP that is passed on as it is. */
export interface Stream {
  /** Address where clients connect. */
  listen: string
  /** Whether it is TCP or UDP. Default: "tcp" */
  protocol?: 'tcp' | 'udp'
  /** Where connections go that no name of sni fits. */
  upstream?: string
  /** Upstreams by the host that a TLS client names; TLS is not ended here. Default: {} */
  sni?: Record<string, string>
  /** A connection ends after this time without a byte. Default: "10m" */
  idle?: Duration
  /** Open connections in all; for UDP clients that are remembered. Default: 10000 */
  connections?: number
  /** Open connections of one client address, of one /64 for IPv6. Default: 1000 */
  connectionsPerClient?: number
  /** Networks of load balancers that tell the client's address ahead of the first byte; empty for none. Default: [] */
  proxyProtocol?: string[] | string
}

/** Where cached responses are kept. */
export interface CacheTiers {
  /** Memory outside the heap for the memory tier; 0B for none. Default: "64MiB" */
  memory?: Size
  /** Size of the disk tier under the data directory; 0B for none. Default: "0B" */
  disk?: Size
  /** Whether nodes share responses through the store. Default: false */
  shared?: boolean
}

/** The id that each request gets. */
export interface RequestIds {
  /** Header that carries it to the action and back. Default: "x-request-id" */
  header?: string
  /** Whether an id is taken over from trusted proxies. Default: false */
  accept?: boolean
}

/** An application that runs in this process. */
export interface AppOptions {
  /** Name of the application. Default: "app" */
  name?: string
  /** Directory of its files, which come before it; empty for none. Default: "" */
  dir?: string
  /** Files whose names change with their content. Default: ["/assets/*"] */
  assets?: string[] | string
  /** Where the application is mounted; empty for the whole host. Default: "" */
  path?: string
}

/** Laravel. */
export interface LaravelOptions {
  /** Directory of the project, which holds public. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Files whose names change with their content. Default: ["/build/assets/*"] */
  assets?: string[] | string
  /** Largest request body; upload_max_filesize and post_max_size of PHP count as well. Default: "64MiB" */
  maxBody?: Size
}

/** Next.js. */
export interface NextJsOptions {
  /** Directory of the project, which holds .next and public. Default: "." */
  dir?: string
  /** The server, or the name of an upstream. Default: "127.0.0.1:3000" */
  upstream?: string
  /** Pages that are kept; those of visitors with cookies are not, unless cookies are named. Default: [] */
  cache?: CachedPath[] | CachedPath
}

/** A path whose rendered pages are kept. */
export interface CachedPath {
  /** Which pages. */
  path: string
  /** How long a response is fresh when it does not say so itself; 0s for only those that do. Default: "0s" */
  ttl?: Duration
  /** Whether ttl wins over what the response says. Default: false */
  override?: boolean
  /** How long a stale response is still served while a fresh one is fetched. Default: "0s" */
  staleWhileRevalidate?: Duration
  /** How long a stale response is served when fetching fails. Default: "0s" */
  staleIfError?: Duration
  /** Methods whose responses are kept. Default: ["GET","HEAD"] */
  methods?: string[] | string
  /** Statuses that are kept. Default: [200,203,204,300,301,308,404,410] */
  statuses?: number[] | number
  /** Largest response that is kept. Default: "10MiB" */
  maxBody?: Size
  /** Whether requests that differ in their query have responses of their own. Default: true */
  includeQuery?: boolean
  /** Request headers by which responses differ, beside those that Vary names. Default: [] */
  headers?: string[] | string
  /** Cookies that bypass the cache, '*' at the end for any ending; other cookies are ignored. Empty: every cookie bypasses. Default: [] */
  cookies?: string[] | string
  /** Whether requests with a login may be answered from the cache. Default: false */
  authorized?: boolean
  /** Tags by which responses are purged, beside those that the response names. Default: [] */
  tags?: string[] | string
  /** Whether simultaneous misses wait for one fetch. Default: true */
  coalesce?: boolean
}

/** A PHP site. */
export interface PhpOptions {
  /** Directory that is served. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Script that answers what is neither file nor script, such as '/index.php'; empty for the index of directories and else 404. Default: "" */
  front?: string
  /** Directories that visitors can write to: nothing in them runs. Default: ["/uploads","/files","/cache","/tmp"] */
  uploads?: string[] | string
  /** Largest request body; upload_max_filesize and post_max_size of PHP count as well. Default: "64MiB" */
  maxBody?: Size
}

/** A single-page application. */
export interface SpaOptions {
  /** Directory of the build, such as 'dist'. */
  dir: string
  /** File that answers navigations. Default: "index.html" */
  shell?: string
  /** Files whose names change with their content. Default: ["/assets/*"] */
  assets?: string[] | string
  /** Where the application is mounted; empty for the whole host. Default: "" */
  path?: string
}

/** SvelteKit built by its Node adapter. */
export interface SvelteKitOptions {
  /** Directory of the build. Default: "build" */
  dir?: string
  /** The server of the build, or the name of an upstream. Default: "127.0.0.1:3000" */
  upstream?: string
  /** Pages that are kept; those of visitors with cookies are not, unless cookies are named. Default: [] */
  cache?: CachedPath[] | CachedPath
}

/** SvelteKit built by its static adapter. */
export interface SvelteKitStaticOptions {
  /** Directory of the build. Default: "build" */
  dir?: string
  /** The adapter's fallback page, such as '200.html', when it writes one; empty for 404. Default: "" */
  fallback?: string
  /** The base path the site was built for; empty for the whole host. Default: "" */
  path?: string
}

/** WordPress with PHP-FPM. */
export interface WordPressOptions {
  /** Directory of WordPress, which holds wp-login.php. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Keeps pages of visitors without a login. */
  cache?: CachePolicy | Duration
  /** Whether xmlrpc.php answers; few need it, and many attack it. Default: false */
  xmlrpc?: boolean
  /** How often one client may send the login form. Default: "20/min" */
  loginRate?: string
  /** Largest request body; upload_max_filesize and post_max_size of PHP count as well. Default: "64MiB" */
  maxBody?: Size
}

/** Routes that share the other keys; its path is put before theirs. */
export interface Group extends Partial<Route> {
  routes: RouteItem[] | RouteItem
}

/** What may stand where a route may. */
export type RouteItem = Route | Group | ({ use: 'app' } & AppOptions) | ({ use: 'laravel' } & LaravelOptions) | ({ use: 'nextjs' } & NextJsOptions) | ({ use: 'php' } & PhpOptions) | ({ use: 'spa' } & SpaOptions) | ({ use: 'sveltekit' } & SvelteKitOptions) | ({ use: 'sveltekitStatic' } & SvelteKitStaticOptions) | ({ use: 'wordpress' } & WordPressOptions)
