import { defineConfig, jwt, secret,                             } from '@varve/config'
import { spa, wordpress } from '@varve/config/profiles'
import hosts from './hosts.json' with { type: 'json' }

;                 
                       
               
 

;                                  

const users = jwt({ jwks: 'https://id.example.com/jwks.json', audience: ['api'] })
const ports        = { a: 9000, b: 9001 }         ;               

function tenant                  ({ host, port = 8080 }   , ...more             )                        {
  const target = `127.0.0.1:${port          }`
  return [host, [...more, { path: '/*', proxy: target }]]
}

const sites = Object.fromEntries(
  (hosts            ).filter((h)                                 => h.port !== undefined).map((h) => tenant(h)),
)

export default defineConfig({
  listen: { http: 80 },
  sites: { ...sites, 'www.example.com': [{ path: '/api/*', auth: users, proxy: ports['a'] .toString() }, spa({ dir: 'dist' })] },
}                 )
