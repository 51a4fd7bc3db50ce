package dev.varve.store;

import java.util.List;
import java.util.OptionalLong;

/// One page of a key's history.
///
/// @param versions newest first
/// @param next pass it as `before` for the next page; empty on the last page
/// @param compacted whether retention has removed versions older than the last one here, or between
///   two of them
public record History(List<Version> versions, OptionalLong next, boolean compacted) {
  public History {
    versions = List.copyOf(versions);
  }

  /// Which page of a history.
  ///
  /// @param before only versions with a smaller `seq`
  /// @param limit at most so many
  public record Page(long before, int limit) {
    public static final Page FIRST = new Page(Long.MAX_VALUE, 100);

    public Page {
      dev.varve.base.Check.within("history.limit", limit, 1, 100_000);
    }

    public static Page first(int limit) {
      return new Page(Long.MAX_VALUE, limit);
    }

    public Page before(long seq) {
      return new Page(seq, limit);
    }
  }
}
