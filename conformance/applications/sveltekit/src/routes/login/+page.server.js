import { redirect } from '@sveltejs/kit'

export const actions = {
  default: async ({ cookies, request }) => {
    const name = (await request.formData()).get('name') ?? ''
    cookies.set('session', String(name), { path: '/', httpOnly: true, sameSite: 'lax' })
    redirect(303, '/me')
  }
}
