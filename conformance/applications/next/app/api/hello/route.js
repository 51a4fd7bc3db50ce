// What the server is told of the request shows whether the edge told it.
export function GET(request) {
  const name = new URL(request.url).searchParams.get('name') ?? 'nobody'
  const header = (field) => request.headers.get(field)
  return Response.json({
    text: `Hello ${name}`,
    origin: `${header('x-forwarded-proto')}://${header('x-forwarded-host')}`,
    client: header('x-forwarded-for')
  })
}
