import Link from 'next/link'
import Ask from './ask'

export default function Home() {
  return (
    <main>
      <h1>Strata</h1>
      <Ask />
      <p><Link id="deep" href="/deep/one/two">Deep</Link> <Link href="/contact">Contact</Link></p>
    </main>
  )
}
