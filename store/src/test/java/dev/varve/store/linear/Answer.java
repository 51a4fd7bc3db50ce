package dev.varve.store.linear;

import org.jspecify.annotations.Nullable;

/// What a client was told.
public sealed interface Answer {
  /// @param value null for nothing
  record Value(@Nullable String value) implements Answer {}

  /// It was written.
  record Done() implements Answer {}

  /// The register did not hold what was expected.
  record Refused() implements Answer {}

  /// No answer came: it may have happened, at any time since, or not at all.
  record None() implements Answer {}
}
