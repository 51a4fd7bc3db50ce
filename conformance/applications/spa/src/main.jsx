import { lazy, Suspense, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import './style.css'

// A chunk of its own, so that the build has an asset that the shell does not name.
const Core = lazy(() => import('./core.jsx'))

function usePath() {
  const [path, setPath] = useState(location.pathname)
  useEffect(() => {
    const moved = () => setPath(location.pathname)
    addEventListener('popstate', moved)
    return () => removeEventListener('popstate', moved)
  }, [])
  const go = (to) => {
    history.pushState({}, '', to)
    setPath(to)
  }
  return [path, go]
}

function Application() {
  const [path, go] = usePath()
  const [count, setCount] = useState(0)
  const core = /^\/cores\/(\w+)$/.exec(path)
  return (
    <main>
      <h1>Cores</h1>
      <button id="count" onClick={() => setCount(count + 1)}>Counted {count}</button>
      <button id="open" onClick={() => go('/cores/seven')}>Open core seven</button>
      <Suspense fallback={<p>Loading</p>}>{core && <Core name={core[1]} />}</Suspense>
    </main>
  )
}

createRoot(document.getElementById('root')).render(<Application />)
