import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'

// A server action: Next.js compares Origin with the forwarded host before it runs.
async function send(form) {
  'use server'
  const jar = await cookies()
  jar.set('message', String(form.get('message')), { httpOnly: true, sameSite: 'lax' })
  redirect('/contact')
}

export default async function Contact() {
  const message = (await cookies()).get('message')?.value
  return (
    <main>
      <h1>Contact</h1>
      <form action={send}>
        <input name="message" aria-label="Message" />
        <button id="send">Send</button>
      </form>
      {message && <p id="received">Received: {message}</p>}
    </main>
  )
}
