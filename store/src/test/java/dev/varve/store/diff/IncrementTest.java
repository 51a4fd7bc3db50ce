package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.store.filter.FieldPath;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncrementTest {
  private static Json add(@Nullable String document, String path, String by) {
    return Increment.apply(
        document == null ? null : Json.parse(document),
        FieldPath.parse(path),
        new JsonNumber(new BigDecimal(by)));
  }

  @Test
  void addsExactly() {
    assertThat(add("{\"n\":0.1}", "n", "0.2")).hasToString("{\"n\":0.3}");
    assertThat(add("{\"n\":9223372036854775807}", "n", "1"))
        .hasToString("{\"n\":9223372036854775808}");
    assertThat(add("{\"a\":[{\"n\":1}]}", "a[0].n", "-3")).hasToString("{\"a\":[{\"n\":-2}]}");
    assertThat(add("5", "$", "1")).hasToString("6");
  }

  @Test
  void startsAtNothing() {
    assertThat(add(null, "a.b", "1")).hasToString("{\"a\":{\"b\":1}}");
    assertThat(add("{\"a\":{\"c\":1}}", "a.b", "1")).hasToString("{\"a\":{\"c\":1,\"b\":1}}");
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> add("{\"n\":\"1\"}", "n", "1"))
        .hasMessageContaining("the place to increment, n, must be a number, but is of type string");
    assertThatThrownBy(() -> add("{\"n\":1}", "n.m", "1"))
        .hasMessageContaining("must lead through objects, but meets number");
    assertThatThrownBy(() -> add("{\"n\":[]}", "n[0]", "1"))
        .hasMessageContaining("must lead through array items that are there");
    assertThatThrownBy(() -> add("{}", "$seq", "1"))
        .hasMessageContaining("a place in the document");
    assertThatThrownBy(() -> add("{\"n\":1e9999}", "n", "1"))
        .hasMessageContaining("must stay within 120 digits");
    assertThatThrownBy(() -> add("{\"n\":1e-9999}", "n", "1"))
        .hasMessageContaining("must stay within 120 digits");
  }
}
