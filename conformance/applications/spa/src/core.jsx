export default function Core({ name }) {
  return <p id="core">This is core {name}.</p>
}
