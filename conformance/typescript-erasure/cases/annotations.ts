// Annotations of every kind, with comments between.
let a: number = 1, b: string /* why */ = 'x', c!: boolean
const d: { e: string; f?: (g: number) => void; readonly [key: string]: unknown } = h as any
function i<T extends object = {}>(this: Window, j: T, k?: number, ...l: string[]): asserts j is T {}
const m = <T,>(n: T): T => n
const o = async <T>(p: T, { q, r = 1 }: { q: string; r?: number } = { q: '' }): Promise<T> => p
const s = (t: (u: string) => v) => (w: x): y => z
let aa: typeof a | keyof typeof d | `x${string}` | -1 | unique symbol
let ab: new (...args: any[]) => object, ac: abstract new () => void
let ad: T extends (infer U extends string)[] ? U : never
let ae: [first: string, second?: number, ...rest: boolean[]]
let af: import('x').Y<string>['z'][], ag: A.B.C<D>
for (const ah of ai as string[]) {}
try {} catch (e: unknown) {}
const { aj, ak: { al } }: { aj: string; ak: { al: number } } = am!
const an = ao ? (ap) : (aq): ar => as
const at = au ? (av): aw => ax : ay
function az(x: unknown): x is string { return typeof x === 'string' }
