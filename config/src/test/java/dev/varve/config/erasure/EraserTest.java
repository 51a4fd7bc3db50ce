package dev.varve.config.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraserTest {
  private static String erase(String text) {
    String erased = Erased.of(Source.of("varve.config.ts", text)).javaScript();
    assertThat(erased).hasSameSizeAs(text);
    return erased;
  }

  /// Compares without regard to white space, for what matters is which tokens stay.
  private static String tokens(String text) {
    return erase(text).replaceAll("\\s+", " ").strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '"',
      textBlock =
          """
          let x: number = 1                                → let x = 1
          let x: { a: string; b?: () => void } = y         → let x = y
          const f = (a: string, b?: number): void => {}    → const f = (a , b ) => {}
          const f = <T,>(x: T): T => x                     → const f = (x ) => x
          const f = async <T>(x: T) => x                   → const f = async (x ) => x
          function f<T extends U>(this: T, a: X) {}        → function f ( a ) {}
          function f(this: T) {}                           → function f( ) {}
          const a = b as const                             → const a = b
          const a = b as unknown as C[]                    → const a = b
          const a = { b: 1 } satisfies C                   → const a = { b: 1 }
          a!.b![0]!()                                      → a .b [0] ()
          f<string>(x)                                     → f (x)
          f<A<B<C>>>(x)                                    → f (x)
          new Map<string, Array<number>>()                 → new Map ()
          f<T>`x${1}`                                      → f `x${1}`
          a < b || c > (d)                                 → a < b || c > (d)
          a < b > c                                        → a < b > c
          x = a < b ? c : d > (e)                          → x = a < b ? c : d > (e)
          x = a ? (b) : c => d                             → x = a ? (b) : c => d
          x = a ? (b): C => d : e                          → x = a ? (b) => d : e
          x = a ? (b, c) => d : e                          → x = a ? (b, c) => d : e
          x = a ? (b) : (c): D => e                        → x = a ? (b) : (c) => e
          let f: (a: A) => B = c                           → let f = c
          let f: new () => B = c                           → let f = c
          let f: typeof import('x').y<A> = c               → let f = c
          let f: A extends infer B extends C ? D : E = c   → let f = c
          let f: `a${B}c` = c                              → let f = c
          let f: [a: A, b?: B] = c                         → let f = c
          let f: asserts = c                               → let f = c
          function f(x): x is A {}                         → function f(x) {}
          function f(x): asserts x is A {}                 → function f(x) {}
          function f(x): asserts x {}                      → function f(x) {}
          (x): (A | B) => y                                → (x) => y
          let x = (a: A): ((b: B) => C) => d               → let x = (a ) => d
          class A<T> extends B<T> implements C, D<E> {}    → class A extends B {}
          class A { private readonly x: number = 1 }       → class A { x = 1 }
          class A { static override y?: B }                → class A { static y }
          class A { x!: number; [k: string]: any }         → class A { x ; ; }
          class A { f(): void; f(a?: B) {} }               → class A { ; f(a ) {} }
          abstract class A { abstract f(): void; g() {} }  → class A { ; g() {} }
          class A { declare x: B; y }                      → class A { ; y }
          class A { get x(): B { return 1 } set x(v: B) {} } → class A { get x() { return 1 } set x(v ) {} }
          class A { async *f<T>(): G<T> {} }               → class A { async *f () {} }
          class A { get = 1; static = 2; async; set() {} } → class A { get = 1; static = 2; async; set() {} }
          class A { #x: B = 1; has(o) { return #x in o } } → class A { #x = 1; has(o) { return #x in o } }
          class A { static { let x: B } }                  → class A { static { let x } }
          import type { A } from './a.ts'                  → ;
          import type A from './a.ts'                      → ;
          import { type A, b } from './a.ts'               → import { b } from './a.ts'
          import { a, type B } from './a.ts'               → import { a, } from './a.ts'
          import { type } from './a.ts'                    → import { type } from './a.ts'
          import type from './a.ts'                        → import type from './a.ts'
          export type { A } from './a.ts'                  → ;
          export type A = B                                → ;
          export interface A extends B<C> { d: E }         → ;
          export { a, type B }                             → export { a, }
          declare const x: A                               → ;
          declare module 'x' { export const y: A }         → ;
          declare global { interface A {} }                → ;
          declare function f(a: A): B                      → ;
          type = 5; interface = 6; declare = 7             → type = 5; interface = 6; declare = 7
          type A<B> = C; let x                             → ; let x
          try {} catch (e: unknown) {}                     → try {} catch (e ) {}
          const { a, b: { c } = d }: E = f                 → const { a, b: { c } = d } = f
          for (const x of y as A[]) {}                     → for (const x of y ) {}
          for (const x in y) z                             → for (const x in y) z
          let a = b / c / d, r = /[/]`/g.test(e)           → let a = b / c / d, r = /[/]`/g.test(e)
          let t = `a${ `b${ { c: 1 as D } }` }`            → let t = `a${ `b${ { c: 1 } }` }`
          if (a) /x/.test(b) else c                        → if (a) /x/.test(b) else c
          const o = { m<T>(a: T): R { }, get x(): T { } }  → const o = { m (a ) { }, get x() { } }
          const o = { async *[x as A](): B {} }            → const o = { async *[x ]() {} }
          a?.b<C>(d)                                       → a?.b (d)
          a?.<C>(d)                                        → a?. (d)
          a = b as any < c                                 → a = b < c
          l: for (;;) break l                              → l: for (;;) break l
          """)
  void erases(String typed, String plain) {
    String text = typed.contains(" else c") ? typed.replace(" else", "\nelse") : typed;
    assertThat(tokens(text)).isEqualTo(plain);
  }

  @Test
  void keepsEveryLineAndColumn() {
    String text = "let a: {\n  b: string\n} = c\nlet d: E = f";

    assertThat(erase(text)).isEqualTo("let a   \n           \n  = c\nlet d    = f");
  }

  @Test
  void endsTheStatementWhereATypeEndedIt() {
    assertThat(tokens("let a: B\n(c)")).isEqualTo("let a; (c)");
    assertThat(tokens("a as any\n(c)")).isEqualTo("a ; (c)");
    assertThat(tokens("a\ntype B = C\n(d)")).isEqualTo("a ; (d)");
    assertThat(tokens("class A { b = 1\nprivate ['c'] = 2 }"))
        .isEqualTo("class A { b = 1 ; ['c'] = 2 }");
    assertThat(tokens("class A { b: C\n*d() {} }")).isEqualTo("class A { b; *d() {} }");
  }

  @Test
  void keepsParenthesesOnTheLineOfTheArrow() {
    assertThat(erase("f = (a): {\n b: C\n} => d").replace(" ", "")).isEqualTo("f=(a\n\n)=>d");
    assertThat(erase("f = async <\nT>(a) => d").replace(" ", "")).isEqualTo("f=async(\na)=>d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          enum A { B }                          | 1:1  | an enum must not be used
          const enum A { B }                    | 1:1  | an enum must not be used
          export enum A { B }                   | 1:8  | an enum must not be used
          namespace A { }                       | 1:1  | a namespace must not be used
          class A { constructor(private b) {} } | 1:23 | a parameter must not declare a property
          class A { @b c }                      | 1:11 | a decorator must not be used
          @a class B {}                         | 1:1  | a decorator must not be used
          x = <any>y                            | 1:5  | a cast must not be written
          import a = require('b')               | 1:8  | import = must not be used
          export = a                            | 1:8  | this form of export must not be used
          x = import.meta.url                   | 1:5  | import.meta must not be used
          x = import('y')                       | 1:5  | import() must not be used
          """)
  void rejectsWhatMustBeTranslated(String text, String place, String rule) {
    assertThatThrownBy(() -> erase(text))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("varve.config.ts:" + place + ": " + rule)
        .hasMessageContaining("[E1151]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          let x: = 1        | 1:8
          let = = 2         | 1:7
          f(                | 1:3
          'abc              | 1:1
          `a${b             | 1:6
          /* a              | 1:1
          x = /a            | 1:5
          { a               | 1:4
          let a b           | 1:7
          let x: { a: (] }  | 1:14
          """)
  void namesThePlaceOfASyntaxError(String text, String place) {
    assertThatThrownBy(() -> erase(text))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("varve.config.ts:" + place + ": ")
        .hasMessageContaining("[E1150]");
  }

  @Test
  void boundsNesting() {
    assertThatThrownBy(() -> erase("(".repeat(100_000))).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> erase("x = [".repeat(100_000))).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> erase("new ".repeat(100_000))).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> erase("let x: " + "A<".repeat(100_000))).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> erase("(a = ".repeat(200) + "1" + ")".repeat(200) + ";"))
        .isInstanceOf(Failure.class);
  }

  @Test
  void readsLongFlatText() {
    String sum = "x = " + "1 + ".repeat(50_000) + "1";

    assertThat(erase(sum)).isEqualTo(sum);
  }
}
