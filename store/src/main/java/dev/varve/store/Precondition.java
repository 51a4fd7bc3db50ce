package dev.varve.store;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;

/// What must hold for a transaction to be carried out. All are judged on the state before it.
public sealed interface Precondition {
  String namespace();

  String key();

  /// The key holds no value: never written, or deleted.
  record Absent(String namespace, String key) implements Precondition {}

  /// The key holds a value.
  record Exists(String namespace, String key) implements Precondition {}

  /// The key's latest version, tombstones included, is this one.
  record VidIs(String namespace, String key, Digest vid) implements Precondition {}

  /// The key holds exactly this value.
  record CidIs(String namespace, String key, Digest cid) implements Precondition {}

  /// The key was not written after this position.
  record SeqAtMost(String namespace, String key, long seq) implements Precondition {}

  /// The key holds a value in which a field compares so.
  ///
  /// @param path as in queries: `a.b[0]`; empty for the value itself
  record Field(String namespace, String key, String path, Comparison comparison, Json value)
      implements Precondition {}

  /// How a field must compare. Values of different kinds differ and have no order.
  enum Comparison {
    EQ,
    NE,
    GT,
    GTE,
    LT,
    LTE
  }
}
