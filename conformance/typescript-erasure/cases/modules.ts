import type { A } from './a.ts'
import type B from './b.ts'
import { type C, d, type E as F } from './c.ts'
import g, { type H } from './g.ts'
import * as i from './i.ts'
import { type } from './type.ts'
import type, { as } from './type2.ts'
export type { J } from './j.ts'
export { k, type L } from './k.ts'
export type M = { n: string } | undefined
export interface O extends P<Q>, R { s(): void }
export declare const t: string
declare module 'u' { export const v: string }
declare global { interface Window { w: string } }
declare function x(y: string): void
declare class Z { aa: string }
export function ab(ac: string): void
export function ab(ac: number): void
export function ab(ac: unknown) {}
export default interface AD {}
export abstract class AE {}
const ae = 1
type AF = string
type AG<T> =
  | 'a'
  | 'b'
interface AH {
  ai: string
}
type = 1
interface
AI
declare
const aj = 2
