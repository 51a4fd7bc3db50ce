package dev.varve.config.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Authoring;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.config.source.Authored;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
  static List<String> names() {
    return Templates.NAMES;
  }

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("names")
  void everyTemplateCompiles(String name) throws IOException {
    for (Map.Entry<String, String> file : Templates.files(name).entrySet()) {
      Path path = temp.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    Authored authored =
        TypeScript.read(temp.resolve("varve.config.ts"), TypeScript.Engine.SANDBOX, _ -> {});
    Graph graph = Authoring.compile(authored, KnownProfiles.PROFILES).graph();

    assertThat(graph.sites().get("*").routes()).isNotEmpty();
    assertThat(Checks.run(graph, _ -> "").errors()).isEmpty();
  }

  @Test
  void declaresTheModulesThatConfigurationsImport() {
    assertThat(Templates.types())
        .contains("declare module '@varve/config' {", "declare module '@varve/config/profiles' {")
        .contains("  export function spa(options: SpaOptions): Use<'spa', SpaOptions>")
        .doesNotContain("export declare", "./graph.js");
  }

  @Test
  void namesTheTemplatesThereAre() {
    assertThatThrownBy(() -> Templates.files("rails"))
        .hasMessage(
            "template must be one of static, spa, sveltekit, sveltekitStatic, nextjs, php, laravel,"
                + " wordpress, proxy, app, but is 'rails'");
  }

  @Test
  void theNpmPackageHasTheVersionOfTheProgram() throws IOException {
    Path root = Path.of(System.getProperty("varve.root"));
    var manifest =
        (JsonObject) Json.parse(Files.readString(root.resolve("packages/config/package.json")));

    assertThat(Files.readString(root.resolve("pom.xml")))
        .contains("<version>" + manifest.text("version") + "</version>");
  }
}
