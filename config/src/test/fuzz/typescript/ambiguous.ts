const a = b < c, d = e > (f)
const g = b<c>(d), h = b<c>`x`, i = new J<K<L>>()
const m = (n) ? (o): p => q : r
type S<T> = T extends infer U extends string ? `${U}-x` : keyof typeof v[number]
let w = x as const satisfies y as z
function assert(v: unknown): asserts v is string
function assert(v: unknown): asserts v {}
declare module 'x' { export const y: 1 }
export type { A } from './a.ts'
