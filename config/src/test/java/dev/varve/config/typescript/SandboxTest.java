package dev.varve.config.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A configuration cannot reach out, cannot go on forever, and cannot change how it is read.
class SandboxTest {
  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void prepare() {
    folder = Folder.in(temp);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "while (true) {}",
        "for (;;) { try { throw 1 } catch {} finally { continue } }",
        "/^(a+)+$/.test('a'.repeat(50) + 'b')",
        "while (true) [3, 1, 2].sort()",
        "const f = () => { try { f() } finally { f() } }; f()",
        "'x'.repeat(1e7).split('').sort()",
        "let a: any[] = []; while (true) a = [a, 'x'.repeat(1000000) + a.length]",
      })
  void endsWhatDoesNotEnd(String code) {
    assertThatThrownBy(() -> folder.read(code + "\nexport default 1"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1155]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Array(1e8).fill('x').join('')",
        "'x'.repeat(2e9)",
        "new Uint8Array(1e9)",
        "const a = []; while (true) a.push(new Uint8Array(1e6))",
      })
  void boundsMemory(String code) {
    assertThatThrownBy(() -> folder.read(code + "\nexport default 1"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.problems().getFirst().code().id()).isIn("E1155", "E1153"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const f = (n: number): number => f(n + 1) + 1; f(0)",
        "class A { get b() { return this.b } } new A().b",
        "const o: any = {}; o.toString = () => '' + o; '' + o",
      })
  void boundsRecursion(String code) {
    assertThatThrownBy(() -> folder.read(code + "\nexport default 1"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E115");
  }

  @Test
  void boundsTheResult() {
    assertThatThrownBy(() ->
            folder.read(
                "let a: any = []; for (let i = 0; i < 5000; i++) a = [a]; export default a"))
        .hasMessageContaining("more than 60 levels deep");
  }

  @Test
  @Tag("slow")
  void boundsTheNumberOfParts() {
    assertThatThrownBy(() ->
            folder.read(
                "let a: any = 'x'; for (let i = 0; i < 50; i++) a = [a, a]; export default a"))
        .hasMessageContaining("[E1155]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '"',
      textBlock =
          """
          Math.random()                       → chance does not exist
          Date.now()                          → the time does not exist
          new Date()                          → the time does not exist
          Date()                              → the time does not exist
          new (new Date(0).constructor)()     → the time does not exist
          java_invoke('varve', 'program', '') → java_invoke
          Javy.IO.readSync(0, new Uint8Array(1)) → Javy
          fetch('http://127.0.0.1')           → fetch
          require('fs')                       → require
          process.env                         → process
          setTimeout(() => 1)                 → setTimeout
          """)
  void hasNothingThatDiffersFromRunToRun(String expression, String message) {
    assertThatThrownBy(() -> folder.value(expression))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("varve.config.ts:1:")
        .hasMessageContaining(message)
        .hasMessageContaining("[E1153]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[].constructor.constructor('return this')()",
        "(() => {}).constructor('return globalThis')()",
        "Function('return this')()",
        "(0, eval)('this')",
        "new Error().constructor.constructor('return this')()",
        "import_ && 1",
      })
  void findsNothingOutside(String escape) {
    String names =
        folder.value(
            "(() => { try { const g: any = "
                + escape
                + "; return ['java_invoke', 'Javy', 'java', 'Packages', 'process', 'require', 'varveDriver']"
                + ".filter((name) => name in Object(g)) } catch { return [] } })()");

    assertThat(names).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object.prototype.toJSON = () => 'stolen'",
        "String.prototype.toJSON = () => 'stolen'",
        "JSON.stringify = () => '\"stolen\"'",
        "Array.isArray = () => true",
        "Reflect.ownKeys = () => ['stolen']",
        "Object.defineProperty(Object.prototype, 'at', { set() { throw 1 }, get() { return 7 } })",
        "Object.defineProperty(Array.prototype, '0', { set() { throw 1 } })",
        "Array.prototype[Symbol.iterator] = function* () { yield 'stolen' }",
        "WeakMap.prototype.get = () => ({ id: 99 })",
        "Function.prototype.call = Function.prototype.apply = () => 'stolen'",
        "globalThis.String = () => 'stolen'",
        "delete globalThis.Object",
        "Number.isFinite = () => false",
        "Error.prepareStackTrace = () => 'stolen'",
      })
  void readsTheResultWhateverHappenedToBuiltIns(String damage) {
    assertThat(
            folder
                .read(
                    "const g: any = globalThis;"
                        + damage
                        + "\nexport default { a: ['b', 1], c: {} }")
                .value()
                .compact())
        .isEqualTo("{\"a\":[\"b\",1],\"c\":{}}");
  }

  @Test
  void takesMembersNamedLikePrototypesAsTheyAre() {
    assertThat(folder.value("JSON.parse('{\"__proto__\":{\"x\":1},\"constructor\":2}')"))
        .isEqualTo("{\"__proto__\":{\"x\":1},\"constructor\":2}");
    assertThat(folder.value("{ ...JSON.parse('{\"__proto__\":1}'), hasOwnProperty: 3 }"))
        .isEqualTo("{\"__proto__\":1,\"hasOwnProperty\":3}");
  }

  @Test
  void readsProxiesAndGettersWithinBounds() {
    assertThat(
            folder.value(
                "new Proxy({ a: 1 }, { get: (target, name) => name === 'a' ? 2 : undefined })"))
        .isEqualTo("{\"a\":2}");
    assertThatThrownBy(() -> folder.value("{ get a() { throw new Error('trap') } }"))
        .hasMessageContaining("trap");
  }

  /// They run while the value is read, for which a long value may take longer.
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "{ get a() { while (true) {} } }",
        "new Proxy({}, { ownKeys() { while (true) {} } })",
        "[1, { toString: 1, get b() { for (;;) try { continue } finally { continue } } }]",
      })
  void endsGettersThatDoNotEnd(String value) {
    long begun = Clock.SYSTEM.nanos();

    assertThatThrownBy(() -> folder.value(value)).hasMessageContaining("[E1155]");
    assertThat(Clock.SYSTEM.nanos() - begun).isLessThan(60_000_000_000L);
  }

  @Test
  void logsABoundedAmount() {
    folder.read("for (let i = 0; i < 1000; i++) console.log('x'.repeat(1000)); export default 1");

    assertThat(folder.log()).hasSizeLessThan(70).endsWith("(more was logged than is shown)");
  }

  @Test
  void givesTheSameValueEveryTime() {
    String config =
        "export default { hash: [...new Set(['b', 'a'])], sum: [0.1, 0.2].reduce((a, b) => a + b), big: 1e300 }";

    assertThat(folder.read(config).value().canonical())
        .isEqualTo(folder.read(config).value().canonical());
  }
}
