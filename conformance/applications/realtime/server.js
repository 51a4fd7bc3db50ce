// A chat over WebSocket and a ticker of server-sent events: node server.js PORT
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { WebSocketServer, WebSocket } from 'ws'

const page = readFileSync(new URL('page.html', import.meta.url))

const server = createServer((request, response) => {
  if (request.url === '/ticks') {
    ticks(request, response)
  } else {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  }
})

// Goes on from the id that the browser saw last.
function ticks(request, response) {
  let next = Number(request.headers['last-event-id'] ?? 0) + 1
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const timer = setInterval(() => {
    response.write(`id: ${next}\ndata: tick ${next}\n\n`)
    if (next++ % 5 === 0) response.end()
  }, 100)
  response.write('retry: 100\n\n')
  response.on('close', () => clearInterval(timer))
}

const chat = new WebSocketServer({ server, path: '/chat', perMessageDeflate: true })
chat.on('connection', (socket, request) => {
  socket.send(`Welcome, ${request.headers['x-forwarded-for'] ?? 'stranger'}`)
  socket.on('message', (message) => {
    for (const each of chat.clients) {
      if (each.readyState === WebSocket.OPEN) each.send(message.toString())
    }
  })
})

server.listen(Number(process.argv[2]), '127.0.0.1')
