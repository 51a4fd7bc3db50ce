package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexSizeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc 3",
        "a* 2",
        "a{3} 6",
        "a{2,} 6",
        "a{2,5} 10",
        "a{0} 2",
        "a{x} 4",
        "{3} 1",
        "[^]a-z]{4} 8",
        "[[:alpha:]] 1",
        "[a\\]b]c 2",
        "\\d{10} 20",
        "\\Q(a{9}\\E 7",
        "(ab|c)d 8",
        "((((a{99}){99}){99}){99}){99} 2147483647",
        ")( 3",
        "(a 4",
        "[a 1",
        "a\\ 2"
      })
  void countsWithRepeatsWrittenOut(String pattern, int atLeast) {
    assertThat(RegexSize.of(pattern))
        .isBetween(atLeast / 2, (int) Math.min(Integer.MAX_VALUE, 2L * atLeast + 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "((a{1000}){1000}){1000}",
        "(a{100}){100}",
        "(?:[a-z]{50,}){101}",
        "(\\pL{71}|b){71}",
        "(a{71,}){71}"
      })
  void findsWhatWouldTakeAllMemory(String pattern) {
    assertThat(RegexSize.of(pattern)).isGreaterThan(5_000);
  }
}
