package dev.varve.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// W3C Trace Context, section 3.2.
class TraceTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @Test
  void isReadAndBoundToTheWork() {
    var seen = new Trace[1];

    Trace.within("00-" + ID + "-" + SPAN + "-01", () -> seen[0] = Trace.current());

    assertThat(seen[0]).isEqualTo(new Trace(ID, SPAN));
    assertThat(Trace.current()).isNull();
    assertThat(Trace.of("01-" + ID + "-" + SPAN + "-01-later")).isEqualTo(new Trace(ID, SPAN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
      })
  void whatIsNoneIsIgnored(String field) {
    assertThat(Trace.of(field)).isNull();
    assertThat(Trace.of(null)).isNull();
  }
}
