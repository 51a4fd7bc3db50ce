package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.graph.check.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every example of the pages about the edge compiles: whole documents as they stand, and routes
/// within a site, beside the upstreams that pages speak of.
final class ExamplePagesTest {
  private static final Path PAGES = Path.of("../docs/edge");
  private static final String FENCE = "```";
  private static final String AROUND =
      """
      upstreams:
        api: '10.0.0.1:80'
        stable: '10.0.0.2:80'
        next: '10.0.0.3:80'
      sites:
        '*':
      """;

  @TestFactory
  Stream<DynamicTest> examplesCompile() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.sorted().toList()) {
        List<String> examples = examples(Files.readAllLines(page));
        for (int i = 0; i < examples.size(); i++) {
          String example = examples.get(i);
          tests.add(
              DynamicTest.dynamicTest(page.getFileName() + " " + (i + 1), () -> compile(example)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(15);
    return tests.stream();
  }

  private static List<String> examples(List<String> lines) {
    var examples = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + "yaml")) {
        var example = new StringBuilder();
        for (i++; !lines.get(i).equals(FENCE); i++) {
          example.append(lines.get(i)).append('\n');
        }
        examples.add(example.toString());
      }
    }
    return examples;
  }

  private static void compile(String example) {
    String whole = example.startsWith("- ") ? AROUND + example.indent(4) : example;
    Compiled compiled = Authoring.compile(Authoring.yaml(whole, "varve.yaml"), Profiles.NONE);
    assertThat(Checks.run(compiled.graph(), compiled.places()::at).errors()).isEmpty();
  }
}
