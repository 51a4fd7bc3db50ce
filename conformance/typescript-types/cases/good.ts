import { all, apiKey, basic, defineConfig, env, ip, jwt, not, secret, type Config, type RouteItem } from '@varve/config'
import { app, laravel, nextjs, php, spa, sveltekit, sveltekitStatic, wordpress } from '@varve/config/profiles'

const users = jwt({ jwks: 'https://id.example.com/jwks.json', audience: 'api' })
const shared: RouteItem[] = [{ path: '/health', health: true }]

export default defineConfig({
  listen: { http: 80, https: 443 },
  tls: { acme: { email: 'ops@example.com' } },
  upstreams: {
    api: {
      targets: ['10.0.0.11:9000', '10.0.0.12:9000'],
      balance: 'least-conn',
      health: { path: '/health', every: '5s' },
      retry: { attempts: 2, on: ['connect', 502] },
    },
  },
  auth: { ops: all(basic(secret('OPS')), not(ip('10.0.0.0/8'))), robots: apiKey({ keys: env('KEYS') }) },
  sites: {
    'app.example.com': [
      { path: '/api/*', auth: users, limit: { rate: '100/min', by: 'jwt.sub' }, stripPrefix: '/api', proxy: 'api' },
      ...shared,
      spa({ dir: 'web/dist' }),
    ],
    'www.example.com': sveltekit({
      dir: 'site/build',
      upstream: '127.0.0.1:3000',
      cache: [{ path: '/blog/*', ttl: '5m', staleWhileRevalidate: '1h', tags: ['blog'] }],
    }),
    'blog.example.com': wordpress({ root: '/srv/wp', fpm: 'unix:/run/php/php8.2-fpm.sock', cache: '10m' }),
    'docs.example.com': [sveltekitStatic(), { path: '/old', routes: [{ path: '/*', redirect: '/new' }] }],
    'shop.example.com': laravel({ root: 'shop' }),
    'next.example.com': nextjs(),
    'old.example.com': php({ root: 'htdocs', front: '/index.php' }),
    'java.example.com': app({ name: 'api' }),
  },
} satisfies Config)
