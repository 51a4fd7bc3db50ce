package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a record as it stands in the record's JSON object: one key, or several where a nested
/// record's keys stand flat among the others.
public sealed interface Member<R, V> permits Field, Inline, OneOf {
  /// The part's value, or null when it is absent or wrong.
  @Nullable V read(JsonObject object, Reading at);

  /// Adds the keys of the record's part.
  void write(R record, Map<String, Json> into);

  /// Adds the keys whose values differ from their defaults.
  void brief(R record, Map<String, Json> into);

  /// The keys, each with its description.
  List<Field<?, ?>> fields();
}
