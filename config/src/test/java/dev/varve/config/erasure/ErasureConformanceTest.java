package dev.varve.config.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same is left as with TypeScript's own parser (conformance/typescript-erasure). White space
/// and the semicolons that both put where a type ended a statement are left out of the comparison.
class ErasureConformanceTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("varve.root"), "conformance/typescript-erasure");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("cases"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesWhatTypeScriptLeaves(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve("cases").resolve(name));
    String expected =
        Files.readString(FOLDER.resolve("expected").resolve(name.replaceFirst("ts$", "js")));

    String erased = Erased.of(Source.of(name, text)).javaScript();

    assertThat(erased).hasSameSizeAs(text);
    assertThat(bare(erased)).isEqualTo(bare(expected));
  }

  private static String bare(String text) {
    return text.replaceAll("[\\s;]+", "");
  }
}
