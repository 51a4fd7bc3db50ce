package dev.varve.program.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How command lines are read against what a command takes.
final class LineReaderTest {
  private static final CommandSpec SPEC =
      new CommandSpec("db get", "Read a document, now or as it was.", List.of("varve db get a b"))
          .addPositional(new ParameterSpec("NS", "The namespace.", ParameterSpec.Times.ONCE))
          .addPositional(new ParameterSpec("KEY", "The key.", ParameterSpec.Times.AT_MOST_ONCE))
          .addOption(new OptionSpec(List.of("-c", "--config"), "FILE", "The configuration."))
          .addOption(new OptionSpec(List.of("--envelope"), "", "Show the version too."))
          .addOption(new OptionSpec(List.of("-h", "--help"), "", "Show this help and end."));

  private static Reading read(String line) {
    return LineReader.read(SPEC, line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "people ann, '', people ann",
    "people --config a.yaml ann, a.yaml, people ann",
    "-c a.yaml people, a.yaml, people",
    "-c=a.yaml people, a.yaml, people",
    "--config=a=b people, a=b, people",
    "--config -5 people, -5, people",
    "people -, '', people -",
    "-- people --config, '', people --config",
  })
  void understands(String line, String config, String words) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            Reading.Understood.class,
            understood -> {
              assertThat(understood.value("-c")).isEqualTo(config);
              assertThat(understood.value("--config")).isEqualTo(config);
              assertThat(understood.has("-c")).isEqualTo(!config.isEmpty());
              assertThat(String.join(" ", understood.words())).isEqualTo(words);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'', NS must be given",
    "a b c, nothing more must follow but there is 'c'",
    "a --confg x, the option must be a known one but is '--confg'",
    "a --config, --config must have a value but has none",
    "a --config --envelope, --config must have a value but has none",
    "a --envelope=x, --envelope must stand alone but has the value 'x'",
    "a -c x --config y, --config must be given once but is given twice",
  })
  void refuses(String line, String rule) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.rule().replace(", FILE", "").replace(",", "")).startsWith(rule));
  }

  @Test
  void aWrongOptionIsToldWithTheNearestOne() {
    assertThat(read("a --confg x"))
        .isEqualTo(
            new Reading.Refused(
                "the option must be a known one, but is '--confg'", "did you mean '--config'?"));
  }

  @Test
  void askingForHelpNeedsNothingElse() {
    assertThat(read("--help"))
        .isInstanceOfSatisfying(
            Reading.Understood.class, understood -> assertThat(understood.has("-h")).isTrue());
  }

  @Test
  void helpShowsEverythingInItsOrder() {
    assertThat(Usage.of("varve db get", SPEC, List.of()))
        .isEqualTo(
            """
            Usage: varve db get [-c=FILE] [--envelope] [-h] NS [KEY]
            Read a document, now or as it was.
                  NS              The namespace.
                  KEY             The key.
              -c, --config=FILE   The configuration.
                  --envelope      Show the version too.
              -h, --help          Show this help and end.

            Examples:
              varve db get a b
            """);
  }

  @Test
  void longSentencesAreWrapped() {
    var rows = List.of(new Usage.Row("  up", "word ".repeat(30).strip()));
    assertThat(Usage.of("varve", new CommandSpec("", "A program.", List.of()), rows))
        .contains("Usage: varve [COMMAND]\n")
        .contains("\n  up   word word")
        .contains("\n         word")
        .matches(text -> text.lines().allMatch(line -> line.length() <= 100));
  }
}
