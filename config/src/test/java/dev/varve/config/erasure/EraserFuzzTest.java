package dev.varve.config.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Any text ends, soon, in JavaScript of its own length or in a [Failure].
class EraserFuzzTest {
  private static final String[] TOKENS = {
    "a",
    "b",
    "type",
    "as",
    "is",
    "let",
    "const",
    "class",
    "function",
    "async",
    "await",
    "yield",
    "interface",
    "enum",
    "declare",
    "abstract",
    "import",
    "export",
    "default",
    "from",
    "new",
    "in",
    "of",
    "extends",
    "implements",
    "private",
    "static",
    "get",
    "return",
    "if",
    "else",
    "for",
    "infer",
    "keyof",
    "typeof",
    "asserts",
    "satisfies",
    "this",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "=>",
    "=",
    ":",
    ";",
    ",",
    ".",
    "?",
    "?.",
    "!",
    "...",
    "`",
    "${",
    "/",
    "/=",
    "*",
    "+",
    "-",
    "++",
    "|",
    "&",
    "<<",
    ">>",
    "\n",
    "'x'",
    "1",
    "1.5",
    "@",
    "#p",
    "//c\n",
    "/*c*/",
    "\\",
    "é",
    "\""
  };

  private static final String SAMPLE =
      """
      import { type A, defineConfig } from '@varve/config'
      interface B<T> extends C { d?: (e: T) => void }
      const f = async <T,>(a: T, { b, c = [1] }: D = {}): Promise<Map<string, T[]>> => {
        for (const x of await g<T>(a!)) if (/[/]x/.test(x as string)) return `${x}${`y${1}`}`
      }
      export default defineConfig({ sites: { 'a.b': [{ path: '/*', proxy: b ? (c) : d }] } } satisfies E)
      abstract class F<G> { private h?: I; abstract j(): void; [k: string]: any; l() { return this } }
      """;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsForAnyTokens(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      int length = 1 + random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append(TOKENS[random.nextInt(TOKENS.length)]).append(random.nextInt(4) > 0 ? " " : "");
      }
      check(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsForDamagedText(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 1_500; round++) {
      var text = new StringBuilder(SAMPLE);
      int damages = 1 + random.nextInt(4);
      for (int i = 0; i < damages; i++) {
        damage(text, random);
      }
      check(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void endsForNestedSpeculation(long seed) {
    var random = new Random(seed);
    String[] openings = {
      "(", "(a = ", "<", "a<", "a ? (", "(a): ", "[", "{ a: ", "`${", "async (", "(x) =>"
    };
    for (int round = 0; round < 200; round++) {
      var text = new StringBuilder("x = ");
      for (int i = 0; i < 150; i++) {
        text.append(openings[random.nextInt(openings.length)]);
      }
      check(text.toString());
    }
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
      case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
      default -> text.setCharAt(at, (char) random.nextInt(0x3000));
    }
  }

  private static void check(String text) {
    try {
      Erased erased = Erased.of(Source.of("fuzz.ts", text));
      assertThat(erased.javaScript()).hasSameSizeAs(text);
      assertThat(erased.body()).hasSameSizeAs(text);
    } catch (Failure failure) {
      assertThat(failure.problems()).hasSize(1);
    } catch (RuntimeException | StackOverflowError wrong) {
      throw new AssertionError("for the text: " + text, wrong);
    }
  }
}
