package dev.varve.config.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeScriptTest {
  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = Folder.in(Files.createDirectory(temp.resolve("project")));
  }

  @Test
  void readsTheConfigurationOfTheManual() {
    var authored =
        folder.read(
            """
            import { defineConfig, jwt, secret, basic } from '@varve/config'
            import { spa } from '@varve/config/profiles'

            const users = jwt({ jwks: 'https://id.example.com/jwks.json', audience: 'api' })

            export default defineConfig({
              listen: { http: 80, https: 443 },
              sites: {
                'app.example.com': [
                  { path: '/api/*', auth: users, limit: { rate: '100/min', by: 'jwt.sub' }, proxy: 'api' },
                  spa({ dir: 'web/dist' }),
                ],
                'ops.example.com': [{ path: '/*', auth: basic(secret('OPS')), proxy: '127.0.0.1:7000' }],
              },
            })
            """);

    assertThat(authored.value().compact())
        .isEqualTo(
            "{\"listen\":{\"http\":80,\"https\":443},\"sites\":{\"app.example.com\":[{\"path\":\"/api/*\","
                + "\"auth\":{\"jwt\":{\"jwks\":\"https://id.example.com/jwks.json\",\"audience\":\"api\"}},"
                + "\"limit\":{\"rate\":\"100/min\",\"by\":\"jwt.sub\"},\"proxy\":\"api\"},"
                + "{\"use\":\"spa\",\"dir\":\"web/dist\"}],\"ops.example.com\":[{\"path\":\"/*\","
                + "\"auth\":{\"basic\":{\"users\":{\"secret\":\"OPS\"}}},\"proxy\":\"127.0.0.1:7000\"}]}}");
    var at = authored.positions();
    assertThat(at.at(List.of("listen", "https"))).isEqualTo("varve.config.ts:7:23");
    assertThat(at.at(List.of("sites", "app.example.com", "0", "limit", "by")))
        .isEqualTo("varve.config.ts:10:64");
    assertThat(at.at(List.of("sites", "app.example.com", "0", "auth", "jwt", "audience")))
        .isEqualTo("varve.config.ts:4:63");
    assertThat(at.at(List.of("sites", "app.example.com", "1", "dir")))
        .isEqualTo("varve.config.ts:11:13");
    assertThat(at.at(List.of("sites", "app.example.com", "1", "use")))
        .isEqualTo("varve.config.ts:11:7");
    assertThat(at.at(List.of("sites", "app.example.com", "1", "dri", "x")))
        .isEqualTo("varve.config.ts:11:7");
  }

  @Test
  void linksFilesAndData() {
    folder
        .with("hosts.json", "[\"a.example\", \"b.example\"]")
        .with(
            "sites/routes.ts",
            """
            export interface Extra { deep: boolean }
            export type Path = string
            export const api = (path: Path) => ({ path, proxy: 'api' })
            export function page() { return { path: '/' } }
            export class Counter { n = 1 }
            export let { a, b: [c, ...d] } = { a: 1, b: [2, 3] }, e = 4
            export default 'fallback'
            export * as text from './text.ts'
            export { upper as up } from './text.ts'
            """)
        .with(
            "sites/text.ts",
            "export const upper = (s: string) => s.toUpperCase()\nexport * from './deep.mjs'")
        .with("sites/deep.mjs", "const x = 5; export { x, x as y }");

    assertThat(
            folder
                .read(
                    """
                    import hosts from './hosts.json' with { type: 'json' }
                    import fallback, * as routes from './sites/routes.ts'
                    import { type Extra, api, up } from './sites/routes.ts'
                    import type { Path } from './sites/routes.ts'
                    const prefix: Path = '/api'
                    export default {
                      hosts, fallback, api: api(`${prefix}/*`), page: routes.page(), n: new routes.Counter().n,
                      list: [routes.a, routes.c, ...routes.d, routes.e], up: up('x'),
                      deep: [routes.text.upper('y'), routes.text.x, routes.text.y],
                    } satisfies Record<string, unknown>
                    """)
                .value()
                .compact())
        .isEqualTo(
            "{\"hosts\":[\"a.example\",\"b.example\"],\"fallback\":\"fallback\",\"api\":{\"path\":\"/api/*\","
                + "\"proxy\":\"api\"},\"page\":{\"path\":\"/\"},\"n\":1,\"list\":[1,2,3,4],\"up\":\"X\","
                + "\"deep\":[\"Y\",5,5]}");
  }

  @Test
  void exportsByDefaultWhateverCanStandThere() {
    folder
        .with("f.ts", "export default function (a: number) { return a }\n(1)")
        .with("g.ts", "export default class { static x: number = 1 }")
        .with("h.ts", "export default async function h() {}")
        .with("i.ts", "const i = 1; export { i as default }");

    assertThat(
            folder
                .read(
                    """
                    import f from './f.ts'
                    import G from './g.ts'
                    import h from './h.ts'
                    import i from './i.ts'
                    export default [f(2), G.x, h.name, i]
                    """)
                .value()
                .compact())
        .isEqualTo("[2,1,\"h\",1]");
  }

  @Test
  void tracesValuesThroughSpreadsFunctionsAndFiles() {
    folder.with(
        "common.ts",
        "export const shared = {\n  retry: 1,\n  wait: '5s' }\nexport const list = [\n 1,\n 2]");

    var at =
        folder
            .read(
                """
                import { shared, list } from './common.ts'
                const host = 'a.b'
                const é = '😀'; const site = (port: number): { port: number } => ({ port, ...shared })
                export default {
                  [host]: site(1), retry: 0, ...shared,
                  ports: [0, ...list, 3], mapped: list.map((n) => ({ n })), wait: 'x',
                }
                """)
            .positions();

    assertThat(at.at(List.of())).isEqualTo("varve.config.ts:4:16");
    assertThat(at.at(List.of("a.b"))).isEqualTo("varve.config.ts:5:4");
    assertThat(at.at(List.of("a.b", "port"))).isEqualTo("varve.config.ts:3:69");
    assertThat(at.at(List.of("a.b", "retry"))).isEqualTo("common.ts:2:3");
    assertThat(at.at(List.of("retry"))).isEqualTo("common.ts:2:3");
    assertThat(at.at(List.of("wait"))).isEqualTo("varve.config.ts:6:61");
    assertThat(at.at(List.of("ports", "0"))).isEqualTo("varve.config.ts:6:11");
    assertThat(at.at(List.of("ports", "2"))).isEqualTo("common.ts:6:2");
    assertThat(at.at(List.of("ports", "3"))).isEqualTo("varve.config.ts:6:23");
    assertThat(at.at(List.of("mapped", "1", "n"))).isEqualTo("varve.config.ts:6:54");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '"',
      textBlock =
          """
          { a: undefined }                     → a must be plain data, but is undefined
          { a: [1, () => 1] }                  → a[1] must be plain data, but is a function
          { 'x y': Symbol() }                  → ['x y'] must be plain data, but is a symbol
          { a: 1n }                            → a must be plain data, but is a bigint
          { a: 0 / 0 }                         → a must be plain data, but is NaN
          { a: -1 / 0 }                        → a must be plain data, but is -Infinity
          { a: new Map() }                     → a must be plain data, but is an instance of Map
          { a: new (class B {})() }            → a must be plain data, but is an instance of B
          { a: Promise.resolve(1) }            → a must be plain data, but is an instance of Promise
          { a: '\\ud800' }                      → a must be plain data, but is text with half a character
          { a: { [Symbol('b')]: 1 } }          → a must be plain data, but is an object with a member named
          [1, , 2]                             → [1] must be plain data, but is undefined
          undefined                            → the configuration must be plain data, but is undefined
          """)
  void rejectsWhatIsNotPlainData(String expression, String message) {
    assertThatThrownBy(() -> folder.value(expression))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(message)
        .hasMessageContaining("[E1154]");
  }

  @Test
  void namesEveryValueThatIsNotPlainAtItsPlace() {
    assertThatThrownBy(() -> folder.value("{\n  a: undefined,\n  b: [1, NaN] }"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.problems()).hasSize(2);
              assertThat(failure.problems().get(0).where()).isEqualTo("varve.config.ts:2:3");
              assertThat(failure.problems().get(1).where()).isEqualTo("varve.config.ts:3:10");
            });
  }

  @Test
  void rejectsValuesThatContainThemselves() {
    assertThatThrownBy(() -> folder.read("const a: any = { b: [] }; a.b.push(a); export default a"))
        .hasMessageContaining("b[0] must be plain data, but is a value that contains itself");
  }

  @Test
  void keepsSharedValuesGettersAndNullPrototypes() {
    assertThat(
            folder
                .read(
                    """
                    const x = { y: 1 }
                    const bare = Object.assign(Object.create(null), { d: null })
                    export default { a: [x, x], get b() { return -0 }, bare }
                    """)
                .value()
                .compact())
        .isEqualTo("{\"a\":[{\"y\":1},{\"y\":1}],\"b\":0,\"bare\":{\"d\":null}}");
  }

  @Test
  void pointsAtTheAuthorsLineWhenAnErrorIsThrown() {
    folder.with(
        "lib.ts",
        "type A = string\nexport const fail = (a: A): never => {\n  const é: A = 'é'; throw new Error('no ' + a)\n}");

    assertThatThrownBy(() ->
            folder.read("import { fail } from './lib.ts'\nexport default { a: { b: fail('x') } }"))
        .hasMessageStartingWith(
            """
            lib.ts:3:45: the configuration must run without error, but throws Error: no x
              3 |   const é: A = 'é'; throw new Error('no ' + a)
                |                                             ^
            """)
        .hasMessageContaining("[E1153]");
    assertThatThrownBy(() ->
            folder.read(
                "const a: { b: { c: number } } | any = { x: [1] }\nexport default { z: { y: a.b.c } }"))
        .hasMessageStartingWith("varve.config.ts:2:2")
        .hasMessageContaining("TypeError");
  }

  @Test
  void pointsAtSyntaxOnlyTheEngineRejects() {
    assertThatThrownBy(() -> folder.read("const a = 1\nconst a = 2\nexport default a"))
        .hasMessageStartingWith("varve.config.ts:2:")
        .hasMessageContaining("[E1150]");
  }

  @Test
  void passesOnWhatIsLogged() {
    folder.read("console.log('a', 1, { b: [2] }); console.error(undefined); export default {}");

    assertThat(folder.log()).containsExactly("a 1 {\"b\":[2]}", "undefined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '"',
      textBlock =
          """
          ./routes                 → write './routes.ts'
          ./routes.js              → write './routes.ts'
          ./none.ts                → check the spelling
          ./read.me                → must be a .ts, .js or .json file
          lodash                   → use --engine node
          node:fs                  → copy the file into the configuration's folder
          /etc/passwd              → copy the file into the configuration's folder
          file:///etc/passwd       → copy the file into the configuration's folder
          https://example.com/x.js → copy the file into the configuration's folder
          ../outside.ts            → must stay inside the configuration's folder
          ./a/../../outside.ts     → must stay inside the configuration's folder
          ./link.ts                → must stay inside the configuration's folder
          @varve/conf              → must be a relative path, '@varve/config' or
          """)
  void rejectsImportsItCannotResolve(String from, String message) throws IOException {
    Files.writeString(temp.resolve("outside.ts"), "export const x = 1");
    Files.createSymbolicLink(folder.root().resolve("link.ts"), temp.resolve("outside.ts"));
    folder.with("routes.ts", "").with("read.me", "");

    assertThatThrownBy(() -> folder.read("let a: string\nimport '" + from + "'\nexport default 1"))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("varve.config.ts:2:8: ")
        .hasMessageContaining(message)
        .hasMessageContaining("[E1152]");
  }

  @Test
  void rejectsNamesThatAreNotExported() {
    folder.with("a.ts", "export interface Route {}\nexport const routes = []");

    assertThatThrownBy(() -> folder.read("import { route } from './a.ts'\nexport default 1"))
        .hasMessageStartingWith("varve.config.ts:1:10: ")
        .hasMessageContaining("did you mean routes?");
    assertThatThrownBy(() -> folder.read("import { Route } from './a.ts'\nexport default 1"))
        .hasMessageContaining("it is a type: write import { type Route }");
    assertThatThrownBy(
            () -> folder.read("import { defineConfg } from '@varve/config'\nexport default 1"))
        .hasMessageContaining("did you mean defineConfig?");
  }

  @Test
  void rejectsImportsInACircleButNotOfTypes() {
    folder
        .with("a.ts", "import { b } from './b.ts'; export const a = b; export type A = string")
        .with("b.ts", "import type { A } from './a.ts'; export const b: A = 'b'");
    assertThat(folder.read("import { a } from './a.ts'; export default a").value().compact())
        .isEqualTo("\"b\"");

    folder.with("b.ts", "import { a } from './a.ts'; export const b = a");
    assertThatThrownBy(() -> folder.read("import { a } from './a.ts'; export default a"))
        .hasMessageStartingWith("b.ts:1:19: ")
        .hasMessageContaining("a.ts -> b.ts -> a.ts is one");
  }

  @Test
  void rejectsAConfigurationThatExportsNothing() {
    assertThatThrownBy(() -> folder.read("const a = 1"))
        .hasMessageContaining("must have a default export");
  }
}
