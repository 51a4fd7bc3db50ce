import { fail } from '@sveltejs/kit'

export const actions = {
  default: async ({ request }) => {
    const message = (await request.formData()).get('message')
    return message ? { message } : fail(422, { missing: true })
  }
}
