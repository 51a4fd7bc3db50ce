package dev.varve.store;

import dev.varve.base.Check;
import java.util.List;
import java.util.Optional;

/// Which keys of a namespace, in the order of their UTF-8 bytes.
///
/// @param prefix only keys that start with it; empty for all
/// @param after only keys behind this one; empty for the first page
/// @param limit at most so many
/// @param at the state to look at; [At.Vid] has no meaning here and is refused
/// @param deleted also keys that had been deleted, which are tombstones among the documents
public record Scan(String prefix, String after, int limit, At at, boolean deleted) {
  public static final Scan ALL = new Scan("", "", 1000, At.LATEST, false);

  public Scan {
    Check.within("scan.limit", limit, 1, 100_000);
    Check.that(!(at instanceof At.Vid), "scan.at", "be a time or a seq", at);
  }

  public static Scan prefix(String prefix) {
    return ALL.withPrefix(prefix);
  }

  public Scan withPrefix(String wanted) {
    return new Scan(wanted, after, limit, at, deleted);
  }

  public Scan after(String key) {
    return new Scan(prefix, key, limit, at, deleted);
  }

  public Scan limit(int most) {
    return new Scan(prefix, after, most, at, deleted);
  }

  public Scan at(At point) {
    return new Scan(prefix, after, limit, point, deleted);
  }

  public Scan withDeleted() {
    return new Scan(prefix, after, limit, at, true);
  }

  /// Keys from one on up to another.
  ///
  /// @param from the first that may come; empty for the first there is
  /// @param end the first that may no more
  public record Range(String from, Optional<String> end) {
    public static final Range ALL = new Range("", Optional.empty());
  }

  /// Some of the keys that hold a value.
  ///
  /// @param next pass it as `after` for the next page; empty on the last page
  /// @param seq the state that was looked at; pass it as `at` to have every page see the same one
  public record Keys(List<String> keys, Optional<String> next, long seq) {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /// Some of the documents.
  ///
  /// @param next pass it as `after` for the next page; empty on the last page
  /// @param seq the state that was looked at; pass it as `at` to have every page see the same one
  public record Documents(List<Version> versions, Optional<String> next, long seq) {
    public Documents {
      versions = List.copyOf(versions);
    }
  }
}
