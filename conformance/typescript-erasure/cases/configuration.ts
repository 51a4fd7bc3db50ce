import { defineConfig, jwt, secret, type Config, type RouteItem } from '@varve/config'
import { spa, wordpress } from '@varve/config/profiles'
import hosts from './hosts.json' with { type: 'json' }

interface Tenant {
  readonly host: string
  port?: number
}

type Ports = Record<string, number>

const users = jwt({ jwks: 'https://id.example.com/jwks.json', audience: ['api'] })
const ports: Ports = { a: 9000, b: 9001 } as const satisfies Ports

function tenant<T extends Tenant>({ host, port = 8080 }: T, ...more: RouteItem[]): [string, RouteItem[]] {
  const target = `127.0.0.1:${port as number}`
  return [host, [...more, { path: '/*', proxy: target }]]
}

const sites = Object.fromEntries(
  (hosts as Tenant[]).filter((h): h is Tenant & { port: number } => h.port !== undefined).map((h) => tenant(h)),
)

export default defineConfig({
  listen: { http: 80 },
  sites: { ...sites, 'www.example.com': [{ path: '/api/*', auth: users, proxy: ports['a']!.toString() }, spa({ dir: 'dist' })] },
} satisfies Config)
