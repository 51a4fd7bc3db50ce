package dev.varve.store;

import dev.varve.base.Digest;
import java.time.Instant;

/// A point in the history to read at.
public sealed interface At {
  /// Now.
  record Latest() implements At {}

  /// After every transaction up to and including this time.
  record Time(Instant time) implements At {}

  /// After the transaction that this position belongs to: transactions are never seen in part.
  record Seq(long seq) implements At {}

  /// The one version with this id.
  record Vid(Digest vid) implements At {}

  At LATEST = new Latest();

  static At time(Instant time) {
    return new Time(time);
  }

  static At seq(long seq) {
    return new Seq(seq);
  }

  static At vid(Digest vid) {
    return new Vid(vid);
  }
}
