// Not known when the site is built: the fallback page renders it in the browser.
export const ssr = false

export const load = ({ params }) => ({ name: params.name })
