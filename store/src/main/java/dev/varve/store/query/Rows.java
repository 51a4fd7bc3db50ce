package dev.varve.store.query;

import dev.varve.store.filter.Row;
import org.jspecify.annotations.Nullable;

/// Documents one after the other. One thread uses it; whoever opened it closes it.
@FunctionalInterface
public interface Rows {
  /// The next row, valid until the next call; null at the end.
  @Nullable Row next();
}
