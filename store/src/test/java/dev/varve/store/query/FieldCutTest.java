package dev.varve.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldCutTest {
  /// The tree says what a projection means; the bytes must say the same.
  @Test
  void agreesWithTheTreeOnRandomDocuments() {
    int cut = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      var samples = new Samples(seed);
      var paths = new LinkedHashSet<FieldPath>();
      for (int i = samples.random().nextInt(4); i >= 0; i--) {
        FieldPath path = samples.path();
        paths.add(path.isMeta() ? FieldPath.member("a") : path);
      }
      var fields = new Projection(List.copyOf(paths), false);
      FieldCut bytes = FieldCut.of(fields);
      for (Row.Held row : samples.rows(10)) {
        byte[] found = bytes == null ? null : bytes.of(row);
        if (found != null) {
          cut++;
          assertThat(Json.parse(new String(found, StandardCharsets.UTF_8)).compact())
              .as("seed %d: %s of %s", seed, fields, row)
              .isEqualTo(fields.apply(row.json(), row).compact());
        } else if (bytes != null) {
          assertThat(row.json()).isNotInstanceOf(JsonObject.class);
        }
      }
    }
    assertThat(cut).isGreaterThan(300);
  }
}
