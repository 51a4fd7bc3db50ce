package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.filter.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlameTest {
  private static List<String> blame(String... versions) {
    var blame = new Blame<Integer>();
    for (int i = 0; i < versions.length; i++) {
      blame.next(versions[i].isEmpty() ? null : Json.parse(versions[i]), i + 1);
    }
    return blame.lines().stream()
        .map(line -> line.path() + " " + line.value() + " " + line.version())
        .toList();
  }

  @Test
  void namesTheVersionThatLastChangedEachPlace() {
    assertThat(
            blame(
                "{\"a\":1,\"b\":{\"c\":1}}",
                "{\"a\":2,\"b\":{\"c\":1}}",
                "{\"a\":2,\"b\":{\"c\":1,\"d\":[]}}"))
        .containsExactly("/a 2 2", "/b/c 1 1", "/b/d [] 3");
  }

  @Test
  void followsItemsThatMove() {
    assertThat(blame("[\"a\",\"b\",\"c\"]", "[\"x\",\"a\",\"b\",\"c\"]", "[\"x\",\"a\",\"c\"]"))
        .containsExactly("/0 \"x\" 2", "/1 \"a\" 1", "/2 \"c\" 1");
    assertThat(blame("[1,{\"k\":1,\"v\":1},3]", "[1,{\"k\":1,\"v\":2},3]"))
        .containsExactly("/0 1 1", "/1/k 1 1", "/1/v 2 2", "/2 3 1");
  }

  @Test
  void startsAgainAfterADeletion() {
    assertThat(blame("{\"a\":1}", "", "{\"a\":1}")).containsExactly("/a 1 3");
    assertThat(blame("{\"a\":1}", "")).isEmpty();
  }

  @Test
  void changesBackCountAsChanges() {
    assertThat(blame("{\"a\":1}", "{\"a\":2}", "{\"a\":1}")).containsExactly("/a 1 3");
  }

  @Test
  void coversEveryValueOfAnyDocument() {
    for (long seed = 0; seed < 2_000; seed++) {
      var samples = new Samples(seed);
      var blame = new Blame<Integer>();
      Json document = samples.json(3);
      for (int version = 0; version < 5; version++) {
        blame.next(document, version);
        for (Blame.Line<Integer> line : blame.lines()) {
          assertThat(line.path().in(document)).as("seed %d", seed).isEqualTo(line.value());
          assertThat(line.version()).isLessThanOrEqualTo(version);
        }
        document = JsonPatchTest.changed(document, samples);
      }
    }
  }
}
