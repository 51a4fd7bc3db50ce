export const metadata = { title: 'Strata', icons: '/favicon.svg' }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body style={{ font: '16px/1.5 system-ui, sans-serif', margin: '2rem auto', maxWidth: '40rem' }}>
        {children}
      </body>
    </html>
  )
}
