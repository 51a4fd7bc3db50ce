package dev.varve.store.txn;

import java.util.HashMap;
import java.util.Map;

/// By how much namespaces with a quota grow in the group under way, which their own counts do not
/// have yet: a batch may not pass a quota because all of it comes at once.
final class Growth {
  private final Map<Integer, Long> group = new HashMap<>();
  private final Map<Integer, Long> transaction = new HashMap<>();

  long of(int space) {
    return group.getOrDefault(space, 0L) + transaction.getOrDefault(space, 0L);
  }

  void add(int space, long bytes) {
    transaction.merge(space, bytes, Long::sum);
  }

  void begin() {
    transaction.clear();
  }

  void accept() {
    transaction.forEach((space, bytes) -> group.merge(space, bytes, Long::sum));
    transaction.clear();
  }

  void published() {
    group.clear();
  }
}
