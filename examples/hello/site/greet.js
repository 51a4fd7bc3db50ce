const times = document.querySelector('#times')

async function show(request) {
  const answer = await request
  if (answer.ok) {
    const greeting = await answer.json()
    times.textContent = `${greeting.text}, ${greeting.times} times`
  }
}

document.querySelector('#greet').addEventListener('click', () =>
  show(fetch('/api/greetings/world', { method: 'POST' })))
show(fetch('/api/greetings/world'))
