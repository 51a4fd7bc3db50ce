export const load = ({ params, url }) => ({ rest: params.rest, query: url.search })
