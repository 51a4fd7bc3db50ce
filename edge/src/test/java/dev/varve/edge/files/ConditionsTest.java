package dev.varve.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
  private static final long SECONDS = 784_111_777L;

  /// Columns: If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since, what becomes of it.
  /// `same`, `before` and `after` stand for dates.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '\'',
      value = {
        "-, -, -, -, PROCEED",
        "'\"a\"', -, -, -, PROCEED",
        "'\"x\", \"a\"', -, -, -, PROCEED",
        "*, -, -, -, PROCEED",
        "'\"x\"', -, -, -, FAILED",
        "'W/\"a\"', -, -, -, FAILED",
        "'\"a\"', before, -, -, PROCEED",
        "-, same, -, -, PROCEED",
        "-, after, -, -, PROCEED",
        "-, before, -, -, FAILED",
        "-, nonsense, -, -, PROCEED",
        "-, -, '\"a\"', -, NOT_MODIFIED",
        "-, -, 'W/\"a\"', -, NOT_MODIFIED",
        "-, -, '\"x\", W/\"a\"', -, NOT_MODIFIED",
        "-, -, *, -, NOT_MODIFIED",
        "-, -, '\"x\"', -, PROCEED",
        "-, -, '\"x\"', after, PROCEED",
        "-, -, -, same, NOT_MODIFIED",
        "-, -, -, after, NOT_MODIFIED",
        "-, -, -, before, PROCEED",
        "-, -, -, nonsense, PROCEED",
        "'\"x\"', -, '\"a\"', -, FAILED",
        "'\"a\"', -, '\"a\"', -, NOT_MODIFIED",
      })
  void followsThePrecedenceOfTheRfc(
      String ifMatch, String unmodified, String ifNoneMatch, String modified, String verdict) {
    var conditions = new Preconditions(ifMatch, date(unmodified), ifNoneMatch, date(modified));

    assertThat(conditions.of(true, "\"a\"", SECONDS)).hasToString(verdict);
  }

  private static String date(String name) {
    return switch (name) {
      case "same" -> DATE;
      case "before" -> BEFORE;
      case "after" -> AFTER;
      case null -> null;
      default -> name;
    };
  }

  @Test
  void aWriteThatWouldOverwriteFails() {
    assertThat(new Preconditions(null, null, "*", null).of(false, "\"a\"", SECONDS))
        .isEqualTo(Preconditions.Verdict.FAILED);
  }

  @Test
  void aWeakTagNeverMatchesStrongly() {
    assertThat(new Preconditions("W/\"a\"", null, null, null).of(true, "W/\"a\"", SECONDS))
        .isEqualTo(Preconditions.Verdict.FAILED);
  }

  @Test
  void ifRangeWantsAStrongTagOrExactlyTheDate() {
    assertThat(EntityTag.ifRangeHolds(null, "\"a\"", SECONDS)).isTrue();
    assertThat(EntityTag.ifRangeHolds("\"a\"", "\"a\"", SECONDS)).isTrue();
    assertThat(EntityTag.ifRangeHolds("W/\"a\"", "W/\"a\"", SECONDS)).isFalse();
    assertThat(EntityTag.ifRangeHolds("\"b\"", "\"a\"", SECONDS)).isFalse();
    assertThat(EntityTag.ifRangeHolds(DATE, "\"a\"", SECONDS)).isTrue();
    assertThat(EntityTag.ifRangeHolds(AFTER, "\"a\"", SECONDS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {DATE, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
  void readsAllThreeFormsOfDates(String text) {
    assertThat(HttpDate.parse(text)).isEqualTo(SECONDS);
    assertThat(HttpDate.format(SECONDS)).isEqualTo(DATE);
  }
}
