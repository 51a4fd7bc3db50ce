// Sites as their frameworks want to be served. Each function only names the profile and its options:
// Varve expands it into routes, the same for every language. `varve compile` shows them.

const profile = (name) => (options) => ({ use: name, ...options })

export const spa = profile('spa')
export const sveltekit = profile('sveltekit')
export const sveltekitStatic = profile('sveltekitStatic')
export const nextjs = profile('nextjs')
export const wordpress = profile('wordpress')
export const laravel = profile('laravel')
export const php = profile('php')
export const app = profile('app')
