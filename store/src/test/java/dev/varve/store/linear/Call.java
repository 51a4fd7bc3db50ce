package dev.varve.store.linear;

import org.jspecify.annotations.Nullable;

/// What a client asked of a register.
public sealed interface Call {
  record Read() implements Call {}

  /// @param value null to delete
  record Write(@Nullable String value) implements Call {}

  /// Writes if the register holds what is expected.
  ///
  /// @param expected null for nothing
  record CompareAndSet(@Nullable String expected, @Nullable String value) implements Call {}
}
