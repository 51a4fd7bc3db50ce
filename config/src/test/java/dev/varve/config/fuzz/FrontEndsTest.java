package dev.varve.config.fuzz;

import dev.varve.config.typescript.TypeScriptFuzz;
import dev.varve.testkit.Fuzzing;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever is written, in whichever language, ends in a value or in problems, within bounds.
class FrontEndsTest {
  private static final Path YAML = Path.of("src/test/fuzz/yaml");
  private static final Path JSON = Path.of("src/test/fuzz/json");
  private static final Path TYPESCRIPT = Path.of("src/test/fuzz/typescript");
  private static final String OURS = "dev.varve.**:org.snakeyaml.**";
  private static final Duration TIME = Duration.ofSeconds(60);

  @Test
  void takeTheCorpusOfYaml() {
    Fuzzing.replay(YAML, YamlFuzz::fuzzerTestOneInput);
  }

  @Test
  void takeTheCorpusOfJson() {
    Fuzzing.replay(JSON, JsonFuzz::fuzzerTestOneInput);
  }

  @Test
  void takeTheCorpusOfTypeScript() {
    Fuzzing.replay(TYPESCRIPT, TypeScriptFuzz::fuzzerTestOneInput);
  }

  @Test
  @Tag("slow")
  void takeWhateverCoverageLeadsToInYaml() {
    Fuzzing.explore(YamlFuzz.class, OURS, YAML, TIME);
  }

  @Test
  @Tag("slow")
  void takeWhateverCoverageLeadsToInJson() {
    Fuzzing.explore(JsonFuzz.class, OURS, JSON, TIME);
  }

  @Test
  @Tag("slow")
  void takeWhateverCoverageLeadsToInTypeScript() {
    Fuzzing.explore(TypeScriptFuzz.class, OURS, TYPESCRIPT, TIME);
  }
}
