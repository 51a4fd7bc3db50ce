package dev.varve.store.txn;

import dev.varve.base.Digest;

/// What preconditions and increments look at: the latest version of a key.
interface Standing {
  boolean hasValue();

  long seq();

  Digest vid();

  Digest cid();

  /// Canonical bytes.
  byte[] value();
}
