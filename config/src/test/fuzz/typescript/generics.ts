import { type A, defineConfig } from '@varve/config'
interface B<T> extends C { d?: (e: T) => void }
const f = async <T,>(a: T, { b, c = [1] }: D = {}): Promise<Map<string, T[]>> => {
  for (const x of await g<T>(a!)) if (/[/]x/.test(x as string)) return `${x}${`y${1}`}`
}
export default defineConfig({ sites: { 'a.b': [{ path: '/*', proxy: b ? (c) : d }] } } satisfies E)
abstract class F<G> { private h?: I; abstract j(): void; [k: string]: any; l() { return this } }
