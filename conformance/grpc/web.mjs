// The official client of gRPC-Web, in both of its formats, against the interop server behind the edge: web.mjs ORIGIN.
// Messages are written by hand: the cases need a handful of fields.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

// The client was made for browsers, and finds XMLHttpRequest where they have it.
const require = createRequire(import.meta.url)
globalThis.XMLHttpRequest = require('xhr2')
const web = require('grpc-web')

const origin = process.argv[2]
const service = `${origin}/grpc.testing.TestService`

const varint = (number) => (number < 128 ? [number] : [(number & 127) | 128, ...varint(Math.floor(number / 128))])
const number = (field, value) => [...varint(field * 8), ...varint(value)]
const bytes = (field, value) => [...varint(field * 8 + 2), ...varint(value.length), ...value]

// Fields of a message: numbers, or arrays of bytes.
function read(message) {
  const fields = []
  let at = 0
  const next = () => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++]
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = next()
    const value = next()
    if (tag % 8 === 2) {
      fields.push([tag >> 3, message.subarray(at, at + value)])
      at += value
    } else fields.push([tag >> 3, value])
  }
  return fields
}
const field = (message, wanted) => read(message).find(([each]) => each === wanted)?.[1]
const bodyOf = (response) => field(field(response, 1), 2)

const method = (name, streams) =>
  new web.MethodDescriptor(
    `/grpc.testing.TestService/${name}`,
    streams ? web.MethodType.SERVER_STREAMING : web.MethodType.UNARY,
    Array,
    Uint8Array,
    (message) => Uint8Array.from(message),
    (message) => new Uint8Array(message),
  )

function call(client, name, request, metadata = {}) {
  return new Promise((resolve, reject) => {
    const seen = {}
    client
      .rpcCall(`${service}/${name}`, request, metadata, method(name), (error, response) => {
        if (error) reject(error)
        else resolve({ ...seen, response })
      })
      .on('metadata', (head) => (seen.head = head))
      .on('status', (status) => (seen.status = status))
  })
}

function stream(client, name, request) {
  return new Promise((resolve, reject) => {
    const messages = []
    client
      .serverStreaming(`${service}/${name}`, request, {}, method(name, true))
      .on('data', (message) => messages.push(message))
      .on('error', reject)
      .on('end', () => resolve(messages))
  })
}

const cases = {
  async empty_unary(client) {
    assert.equal((await call(client, 'EmptyCall', [])).response.length, 0)
  },
  async large_unary(client) {
    const request = [...number(2, 314159), ...bytes(3, bytes(2, new Uint8Array(271828)))]
    assert.equal(bodyOf((await call(client, 'UnaryCall', request)).response).length, 314159)
  },
  async server_streaming(client) {
    const sizes = [31415, 9, 2653, 58979]
    const request = sizes.flatMap((size) => bytes(2, number(1, size)))
    const messages = await stream(client, 'StreamingOutputCall', request)
    assert.deepEqual(messages.map((message) => bodyOf(message).length), sizes)
  },
  async custom_metadata(client) {
    const metadata = { 'x-grpc-test-echo-initial': 'test_initial_metadata_value' }
    const { head } = await call(client, 'UnaryCall', number(2, 1), metadata)
    assert.equal(head['x-grpc-test-echo-initial'], 'test_initial_metadata_value')
  },
  async status_code_and_message(client) {
    const status = [...number(1, 2), ...bytes(2, Buffer.from('test status message'))]
    await assert.rejects(call(client, 'UnaryCall', bytes(7, status)), { code: 2, message: 'test status message' })
  },
  async special_status_message(client) {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n'
    const status = [...number(1, 2), ...bytes(2, Buffer.from(message))]
    await assert.rejects(call(client, 'UnaryCall', bytes(7, status)), { code: 2, message })
  },
  async unimplemented_method(client) {
    await assert.rejects(call(client, 'UnimplementedCall', []), { code: 12 })
  },
  async deadline(client) {
    const slow = bytes(2, [...number(1, 1), ...number(2, 5_000_000)])
    const metadata = { deadline: String(Date.now() + 500) }
    await assert.rejects(
      new Promise((resolve, reject) =>
        client
          .serverStreaming(`${service}/StreamingOutputCall`, slow, metadata, method('StreamingOutputCall', true))
          .on('error', reject)
          .on('end', resolve),
      ),
      { code: 4 },
    )
  },
}

for (const format of ['text', 'binary']) {
  const client = new web.GrpcWebClientBase({ format })
  for (const [name, run] of Object.entries(cases)) {
    // The client reads streams in text only.
    if (format === 'binary' && (name === 'server_streaming' || name === 'deadline')) continue
    await run(client)
    console.log(`ok    gRPC-Web ${format}: ${name}`)
  }
}
