package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.JsonObject;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.config.source.Authored;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checks;
import dev.varve.graph.explain.RequestTable;
import dev.varve.graph.shape.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every configuration that a page shows compiles: whole ones as they stand, routes within a site,
/// beside the upstreams and guards that pages speak of.
final class ExamplePagesTest {
  private static final Path ROOT = Path.of(System.getProperty("varve.root", ".."));
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(yaml|ts)\n(.*?)^```$");
  private static final String AROUND =
      """
      auth:
        users: {jwt: {jwks: 'https://id.example.com/jwks.json'}}
      upstreams:
        api: '10.0.0.1:80'
        stable: '10.0.0.2:80'
        next: '10.0.0.3:80'
      sites:
        '*':
      """;

  /// @param language of the fence
  private record Example(String page, int number, String language, String text) {
    String name() {
      return page + " " + number;
    }
  }

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> examplesCompile() throws IOException {
    List<Example> examples = examples();

    assertThat(examples).hasSizeGreaterThan(40);
    return examples.stream()
        .map(example -> DynamicTest.dynamicTest(example.name(), () -> compile(example)));
  }

  @Test
  void thePageSaysTheSameInYamlAndTypeScript() throws IOException {
    List<Example> page =
        examples().stream().filter(one -> one.page().equals("docs/config/README.md")).toList();

    assertThat(page.get(1).language()).isEqualTo("ts");
    assertThat(graph(page.get(1)).revision()).isEqualTo(graph(page.get(0)).revision());
  }

  private static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    for (String place : List.of("README.md", "packages/config/README.md", "docs")) {
      try (Stream<Path> pages = Files.walk(ROOT.resolve(place))) {
        for (Path page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
          examples.addAll(examples(page));
        }
      }
    }
    return examples;
  }

  private static List<Example> examples(Path page) throws IOException {
    var examples = new ArrayList<Example>();
    var found = EXAMPLE.matcher(Files.readString(page));
    while (found.find()) {
      String name = ROOT.relativize(page).toString();
      examples.add(new Example(name, examples.size() + 1, found.group(1), found.group(2)));
    }
    return examples;
  }

  private void compile(Example example) throws IOException {
    if (example.text().startsWith("tests:")) {
      table(example);
    } else {
      graph(example);
    }
  }

  private Graph graph(Example example) throws IOException {
    Compiled compiled = Authoring.compile(authored(example), KnownProfiles.PROFILES);
    assertThat(Checks.run(compiled.graph(), compiled.places()::at).errors()).isEmpty();
    return compiled.graph();
  }

  private Authored authored(Example example) throws IOException {
    if (example.language().equals("ts")) {
      Path file = Files.writeString(folder.resolve("varve.config.ts"), example.text());
      return TypeScript.read(file, TypeScript.Engine.SANDBOX, _ -> {});
    }
    String text = example.text();
    return Authoring.yaml(text.startsWith("- ") ? AROUND + text.indent(4) : text, example.name());
  }

  private static void table(Example example) {
    Authored authored = Authoring.yaml(example.text(), example.name());
    Reading reading = Reading.of(authored.positions()::at);
    assertThat(authored.value()).isInstanceOf(JsonObject.class);
    assertThat(RequestTable.SHAPE.read(authored.value(), reading)).isNotNull();
    assertThat(reading.problems()).isEmpty();
  }
}
