package dev.varve.store.record;

import dev.varve.base.Digest;
import org.jspecify.annotations.Nullable;

/// Where a new version stands in its key's history.
///
/// The jumps follow Myers, "An applicative random-access stack" (1983): a version's jump goes as
/// far as its predecessor's two jumps together when those are equally long, else just to the
/// predecessor. Any version is then reached in logarithmic time with two links a version.
///
/// @param number of the new version, from 1
/// @param previous seq of the version before, or 0
/// @param jump seq of a version further back, or 0
/// @param parent vid of the version before
public record Chain(int number, long previous, long jump, Digest parent) {
  public static final Chain START = new Chain(1, 0, 0, Digest.NONE);

  /// Gives records by their position.
  public interface Lookup {
    /// The record, or one with `memory` of length 0 when retention has removed it.
    @Nullable Entry entry(long seq);
  }

  /// The version before, of those that are left; null when none is. Where compaction took the
  /// previous one and closed the chain over it, the jump leads there.
  public static @Nullable Entry older(Entry entry, Lookup records) {
    if (entry.previous() == 0) {
      return null;
    }
    Entry previous = records.entry(entry.previous());
    return previous != null || entry.jump() == 0 ? previous : records.entry(entry.jump());
  }

  /// The place after `head`.
  public static Chain after(Entry head, Lookup records) {
    long jump = head.seq();
    Entry far = head.jump() == 0 ? null : records.entry(head.jump());
    if (far != null) {
      int near = head.number() - far.number();
      Entry farther = far.jump() == 0 ? null : records.entry(far.jump());
      int reached = farther == null ? 0 : farther.number();
      if (reached > 0 && near == far.number() - reached) {
        jump = far.jump();
      }
    }
    return new Chain(head.number() + 1, head.seq(), jump, head.vid());
  }
}
