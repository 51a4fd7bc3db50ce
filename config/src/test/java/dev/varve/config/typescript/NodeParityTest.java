package dev.varve.config.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.config.source.Authored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both engines give the same value with the same places. Needs Node.
@Tag("slow")
class NodeParityTest {
  private static final String CONFIG =
      """
      import { defineConfig, secret, basic } from '@varve/config'
      import { spa } from '@varve/config/profiles'
      import hosts from './hosts.json'
      import { route, type Options } from './lib/routes.ts'

      const options: Options = { deep: [1, 2.5, -0, 1e21, 'é😀', null] }
      export default defineConfig({
        sites: Object.fromEntries(hosts.map((host: string) => [host, [
          route('/api/*', 'api'), spa({ dir: 'web/dist' }), { ...options, path: '/x' },
        ]])),
        auth: { ops: basic(secret('OPS')) },
      })
      """;

  @TempDir Path temp;

  private Folder folder() {
    return Folder.in(temp)
        .with("hosts.json", "[\"a.example\", \"b.example\"]")
        .with(
            "lib/routes.ts",
            """
            export interface Options { deep: unknown[] }
            export const route = (path: string, proxy: string) => ({ path, proxy })
            """);
  }

  private Authored node(List<String> log) {
    return TypeScript.read(temp.resolve("varve.config.ts"), TypeScript.Engine.NODE, log::add);
  }

  @Test
  void givesTheSameValueAtTheSamePlaces() {
    Authored sandbox = folder().read(CONFIG);
    Authored node = node(new ArrayList<>());

    assertThat(node.value().compact()).isEqualTo(sandbox.value().compact());
    for (List<String> path :
        List.of(
            List.of("sites", "a.example", "0", "proxy"),
            List.of("sites", "b.example", "2", "deep", "3"),
            List.of("auth", "ops", "basic", "users"))) {
      assertThat(node.positions().at(path)).isEqualTo(sandbox.positions().at(path)).contains(":");
    }
  }

  @Test
  void importsPackagesWaitsAndPassesOnWhatIsLogged() {
    folder()
        .with("node_modules/lucky/package.json", "{\"type\":\"module\",\"exports\":\"./index.js\"}")
        .with("node_modules/lucky/index.js", "export const number = 7; export default 'x'")
        .with(
            "varve.config.ts",
            "import word, { number } from 'lucky'\nconsole.log('hello')\nexport default { word, n: await Promise.resolve(number) }");
    var log = new ArrayList<String>();

    assertThat(node(log).value().compact()).isEqualTo("{\"word\":\"x\",\"n\":7}");
    assertThat(log).containsExactly("hello");
  }

  @Test
  void pointsAtErrorsAndMissingPackages() {
    folder().with("varve.config.ts", "const a: string = 'é'; throw new Error(a)\nexport default 1");
    assertThatThrownBy(() -> node(new ArrayList<>()))
        .hasMessageStartingWith("varve.config.ts:1:30: ")
        .hasMessageContaining("Error: é");

    folder().with("varve.config.ts", "\nimport x from 'no-such-package'\nexport default x");
    assertThatThrownBy(() -> node(new ArrayList<>()))
        .hasMessageStartingWith("varve.config.ts:2:15: ")
        .hasMessageContaining("npm install no-such-package");
  }
}
