'use client'
import { useEffect, useState } from 'react'

export default function Ask() {
  const [answer, setAnswer] = useState('not asked yet')
  // Before the browser has taken over the page, the button does nothing.
  useEffect(() => {
    document.body.dataset.awake = 'yes'
  }, [])
  const ask = async () => {
    const response = await fetch('/api/hello?name=browser')
    setAnswer((await response.json()).text)
  }
  return (
    <>
      <button id="ask" onClick={ask}>Ask the server</button>
      <p id="answer">{answer}</p>
    </>
  )
}
