package dev.varve.graph.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parameters of a path by name, percent-decoded as the canonical path is. Immutable.
///
/// @param names in the order of the pattern
/// @param values one for each name
public record Params(List<String> names, List<String> values) {
  /// A path without parameters.
  public static final Params NONE = new Params(List.of(), List.of());

  public Params {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /// The value, or null when the pattern has no such parameter.
  public @Nullable String get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values.get(index);
  }
}
