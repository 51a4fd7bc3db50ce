import { json } from '@sveltejs/kit'

// What the server knows of the request shows whether the edge told it.
export function GET({ url, getClientAddress }) {
  const name = url.searchParams.get('name') ?? 'nobody'
  return json({ text: `Hello ${name}`, origin: url.origin, client: getClientAddress() })
}

export async function POST({ request }) {
  return json({ got: await request.json() }, { status: 201 })
}
