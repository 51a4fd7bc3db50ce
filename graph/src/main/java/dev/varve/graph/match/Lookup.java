package dev.varve.graph.match;

import org.jspecify.annotations.Nullable;

/// Headers or query parameters of a request.
@FunctionalInterface
public interface Lookup {
  /// No value at all.
  Lookup NONE = _ -> null;

  /// The value, or null when there is none. Header names are asked for in lower case, and several
  /// headers of one name count as one value with commas; of several query parameters the first
  /// counts.
  @Nullable String value(String name);
}
