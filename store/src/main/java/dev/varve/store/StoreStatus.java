package dev.varve.store;

import dev.varve.base.Problem;
import java.util.List;

/// What a store can say about itself.
///
/// @param seq the latest position
/// @param keys keys in the index
/// @param segments files of the log
/// @param diskBytes size of all files
/// @param indexBytes memory of the index, outside the heap
/// @param syncs waits for the device since the store was opened
/// @param problems what keeps it from taking writes, or damage that was found; empty when healthy
public record StoreStatus(
    long seq,
    long keys,
    int segments,
    long diskBytes,
    long indexBytes,
    long syncs,
    List<Problem> problems) {
  public StoreStatus {
    problems = List.copyOf(problems);
  }

  /// Whether writes are taken.
  public boolean healthy() {
    return problems.isEmpty();
  }
}
