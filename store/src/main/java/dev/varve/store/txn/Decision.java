package dev.varve.store.txn;

import dev.varve.store.Outcome;

/// What the core made of a transaction.
public sealed interface Decision {
  /// Its records stand in the group.
  record Accepted(long firstSeq, int count) implements Decision {}

  /// It was carried out before; these are its records.
  record Repeated(long firstSeq, int count) implements Decision {}

  /// It changes nothing.
  record Rejected(Outcome outcome) implements Decision {}
}
