export default async function Deep({ params }) {
  const { rest } = await params
  return <h1 id="rest">Deep: {rest.join(' / ')}</h1>
}
