// Sites as their frameworks want to be served. Each function gives `{ use: 'name', ...options }`;
// Varve itself expands it into routes, the same for every language. `varve compile` shows them.

/** A single-page application: its files, and its index for every other path. */
export const spa = (options) => ({ use: 'spa', ...options })
