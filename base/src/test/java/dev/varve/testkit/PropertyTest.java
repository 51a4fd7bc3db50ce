package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void triesAsManyValuesAsAsked() {
    var tried = new AtomicInteger();

    Property.of(Gen.ints(0, 9)).runs(37).holds(_ -> tried.incrementAndGet());

    assertThat(tried).hasValue(37);
  }

  @Test
  void findsTheSmallestNumberThatBreaks() {
    assertThatThrownBy(() ->
            Property.of(Gen.longs(0, 1_000_000))
                .holds(number -> assertThat(number).isLessThan(12_345)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("smallest found: 12345\n");
  }

  @Test
  void shrinksAListToTheItemsThatMatter() {
    Gen<List<Integer>> lists = Gen.lists(Gen.ints(0, 100), 30);

    assertThatThrownBy(() ->
            Property.of(lists)
                .runs(2000)
                .holds(list -> assertThat(list).filteredOn(item -> item >= 50).hasSizeLessThan(3)))
        .hasMessageContaining("smallest found: [50, 50, 50]\n");
  }

  @Test
  void shrinksThroughMappedAndChainedGenerators() {
    Gen<String> texts =
        Gen.ints(1, 20).flatMap(size -> Gen.strings("abc", size)).map(text -> text + "!");

    assertThatThrownBy(
            () -> Property.of(texts).runs(1000).holds(text -> assertThat(text).doesNotContain("b")))
        .hasMessageContaining("smallest found: b!\n");
  }

  @Test
  void namesASeedThatGivesTheSameValuesAgain() {
    Property<String> property = Property.of(Gen.unicode(20)).seed(42);

    assertThat(valuesOf(property)).isEqualTo(valuesOf(property)).hasSize(200);
    assertThatThrownBy(() -> property.holds(_ -> assertThat(true).isFalse()))
        .hasMessageContaining("-Dvarve.seed=42 ");
  }

  @Test
  void keepsTheKindOfFailureWhileShrinking() {
    Throwable failure =
        catchThrowable(() ->
            Property.of(Gen.ints(0, 1000))
                .holds(number -> {
                  if (number < 10) {
                    throw new IllegalStateException("another failure");
                  }
                  assertThat(number).isLessThan(10);
                }));

    assertThat(failure.getCause()).isNotNull();
    assertThat(failure)
        .hasMessageContaining(
            failure.getCause() instanceof IllegalStateException ? "found: 0\n" : "found: 10\n");
  }

  @Test
  void drawsNumbersFromTheWholeRange() {
    assertThatCode(
            () -> {
              Property.of(Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE)).holds(_ -> {});
              Property.of(Gen.longs(0, Long.MAX_VALUE)).holds(n -> assertThat(n).isNotNegative());
              Property.of(Gen.longs(-5, -3)).holds(n -> assertThat(n).isBetween(-5L, -3L));
              Property.of(Gen.longs(-2, 2)).holds(n -> assertThat(n).isBetween(-2L, 2L));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void drawsOnlyWellFormedText() {
    Property.of(Gen.unicode(30))
        .holds(text ->
            assertThat(text.codePoints()).allMatch(point -> point < 0xD800 || point > 0xDFFF));
  }

  @Test
  void keepsListsAndBytesWithinTheirBounds() {
    Property.of(Gen.lists(Gen.booleans(), 3)).holds(list -> assertThat(list).hasSizeLessThan(4));
    Property.of(Gen.bytes(5)).holds(bytes -> assertThat(bytes).hasSizeLessThan(6));
    Property.of(Gen.of("x", "y")).holds(word -> assertThat(word).isIn("x", "y"));
  }

  private static <T> List<T> valuesOf(Property<T> property) {
    var values = new ArrayList<T>();
    property.holds(values::add);
    return values;
  }
}
