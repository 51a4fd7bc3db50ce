package dev.varve.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangesTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "bytes=0-0, 0-0",
        "bytes=0-99, 0-99",
        "bytes=90-, 90-99",
        "bytes=-10, 90-99",
        "bytes=-1000, 0-99",
        "bytes=50-1000, 50-99",
        "BYTES=1-2, 1-2",
        "'bytes=0-4, 50-54', 0-4 50-54",
        "'bytes=50-54,0-4', 0-4 50-54",
        "'bytes=0-10,5-20', 0-20",
        "'bytes=0-10,11-20', 0-20",
        "'bytes=0-1,,5-6', 0-1 5-6",
        "'bytes=0-1,200-300', 0-1",
        "bytes=100-, unsatisfiable",
        "bytes=100-200, unsatisfiable",
        "bytes=-0, unsatisfiable",
        "bytes=99999999999999999999999-, unsatisfiable",
        "bytes=5-4, whole",
        "bytes=, whole",
        "bytes=-, whole",
        "bytes=a-b, whole",
        "bytes=1-2;3-4, whole",
        "bytes=1 - 2, whole",
        "lines=1-2, whole"
      })
  void reads(String range, String wanted) {
    assertThat(show(ByteRanges.of(range, 100))).isEqualTo(wanted);
  }

  @Test
  void anEmptyFileHasNoRange() {
    assertThat(show(ByteRanges.of("bytes=0-", 0))).isEqualTo("unsatisfiable");
    assertThat(show(ByteRanges.of("bytes=-5", 0))).isEqualTo("unsatisfiable");
  }

  @Test
  void aThousandRangesAreIgnoredAtOnce() {
    String many =
        IntStream.range(0, 1000)
            .mapToObj(i -> i * 2 + "-" + i * 2)
            .collect(Collectors.joining(","));
    long start = System.nanoTime();

    assertThat(show(ByteRanges.of("bytes=" + many, 1_000_000))).isEqualTo("whole");
    assertThat(System.nanoTime() - start).isLessThan(5_000_000);
  }

  @Test
  void sixteenRangesAreServed() {
    String many =
        IntStream.range(0, 16).mapToObj(i -> i * 2 + "-" + i * 2).collect(Collectors.joining(","));

    assertThat(ByteRanges.of("bytes=" + many, 100))
        .isInstanceOfSatisfying(ByteRanges.Parts.class, it -> assertThat(it.parts()).hasSize(16));
  }

  private static String show(ByteRanges ranges) {
    return switch (ranges) {
      case ByteRanges.Whole _ -> "whole";
      case ByteRanges.Unsatisfiable _ -> "unsatisfiable";
      case ByteRanges.Parts parts ->
          parts.parts().stream()
              .map(part -> part.first() + "-" + part.last())
              .collect(Collectors.joining(" "));
    };
  }
}
