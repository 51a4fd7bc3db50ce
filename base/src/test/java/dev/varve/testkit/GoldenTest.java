package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
  private static final String SHEET =
      """
      What upper case does.
      ==== one word
      river
      ==== gives
      RIVER
      ==== two lines
      a
      b
      ==== gives
      A
      B
      """;

  @TempDir Path dir;

  @Test
  void passesWhenEveryExampleGivesItsOutput() throws IOException {
    Path file = sheet(SHEET);

    assertThatCode(() -> Golden.check(file, GoldenTest::upper)).doesNotThrowAnyException();
  }

  @Test
  void showsEveryExampleThatDiffers() throws IOException {
    Path file = sheet(SHEET.replace("RIVER", "LAKE").replace("\nB\n", "\nC\n"));

    assertThatThrownBy(() -> Golden.check(file, GoldenTest::upper))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("== one word\n-- must give\nLAKE\n-- but gives\nRIVER\n")
        .hasMessageContaining("== two lines\n-- must give\nA\nC\n-- but gives\nA\nB\n");
  }

  @Test
  void rewritesTheFileWhenAsked() throws IOException {
    Path file = sheet(SHEET.replace("RIVER", "LAKE"));

    Golden.check(file, GoldenTest::upper, true);

    assertThat(file).hasContent(SHEET);
  }

  @Test
  void takesAnExampleWithoutOutputAsOneToBeFilledIn() throws IOException {
    Path file = sheet("==== new\nx\n");

    Golden.check(file, GoldenTest::upper, true);

    assertThat(file).hasContent("==== new\nx\n==== gives\nX\n");
  }

  @Test
  void refusesAFileWithoutExamples() throws IOException {
    Path file = sheet("nothing here\n");

    assertThatThrownBy(() -> Golden.check(file, GoldenTest::upper))
        .hasMessageContaining("must hold an example");
  }

  private Path sheet(String text) throws IOException {
    return Files.writeString(dir.resolve("upper.txt"), text);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
