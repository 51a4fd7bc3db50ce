package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.filter.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {
  private static @Nullable Json json(@Nullable String text) {
    return text == null ? null : Json.parse(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":1};{\"a\":2,\"b\":1};{\"a\":1,\"b\":2};{\"a\":2,\"b\":2}",
        "{\"a\":1};{\"a\":1,\"x\":1};{\"a\":1,\"y\":1};{\"a\":1,\"x\":1,\"y\":1}",
        "{\"a\":1,\"b\":1};{\"b\":1};{\"a\":1,\"b\":2};{\"b\":2}",
        "{\"a\":1};{\"a\":2};{\"a\":2};{\"a\":2}",
        "[1,2,3];[0,1,2,3];[1,2,3,4];[0,1,2,3,4]",
        "[1,2,3];[1,3];[1,2,3,4];[1,3,4]",
        "[{\"n\":1,\"m\":1}];[{\"n\":2,\"m\":1}];[{\"n\":1,\"m\":2}];[{\"n\":2,\"m\":2}]",
        "{};{\"o\":{\"x\":1}};{\"o\":{\"y\":2}};{\"o\":{\"x\":1,\"y\":2}}",
        "1;;1;",
        ";1;1;1"
      })
  void keepsTheChangesOfBothSides(
      @Nullable String base,
      @Nullable String ours,
      @Nullable String theirs,
      @Nullable String merged) {
    Merge merge = Merge.of(json(base), json(ours), json(theirs));

    assertThat(merge.conflicts()).isEmpty();
    assertThat(merge.value()).isEqualTo(json(merged));
  }

  @Test
  void reportsWhatBothSidesChangedDifferently() {
    Merge merge =
        Merge.of(
            Json.parse("{\"a\":1,\"b\":{\"c\":1},\"d\":[1,2]}"),
            Json.parse("{\"a\":2,\"b\":{\"c\":2},\"d\":[1]}"),
            Json.parse("{\"a\":3,\"d\":[9,2]}"));

    assertThat(merge.value()).hasToString("{\"a\":2,\"b\":{\"c\":2},\"d\":[1]}");
    assertThat(merge.conflicts())
        .extracting(Merge.Conflict::path)
        .extracting(JsonPointer::toString)
        .containsExactly("/a", "/b", "/d");
    assertThat(merge.conflicts().get(1).theirs()).isNull();
  }

  @Test
  void gainsOneSideWhereTheOtherDidNothingAndIsSymmetricWithoutConflicts() {
    for (long seed = 0; seed < 2_000; seed++) {
      var samples = new Samples(seed);
      Json base = samples.json(4);
      Json ours = JsonPatchTest.changed(base, samples);
      Json theirs = JsonPatchTest.changed(base, samples);

      assertThat(Merge.of(base, ours, base).value()).as("seed %d", seed).isEqualTo(ours);
      assertThat(Merge.of(base, base, theirs).value()).as("seed %d", seed).isEqualTo(theirs);
      Merge forth = Merge.of(base, ours, theirs);
      Merge back = Merge.of(base, theirs, ours);
      assertThat(forth.conflicts().size()).as("seed %d", seed).isEqualTo(back.conflicts().size());
      if (forth.conflicts().isEmpty()) {
        assertThat(forth.value()).as("seed %d", seed).isEqualTo(back.value());
      }
    }
  }
}
