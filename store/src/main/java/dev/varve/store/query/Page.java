package dev.varve.store.query;

import dev.varve.base.Check;
import org.jspecify.annotations.Nullable;

/// Which part of the documents that match, in order.
///
/// @param limit how many at most
/// @param offset how many to pass over first; they are read all the same
/// @param cursor what an earlier page gave: goes on behind its last document, and takes no offset
public record Page(int limit, int offset, @Nullable String cursor) {
  /// A limit that is none.
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// Everything.
  public static final Page ALL = new Page(UNLIMITED, 0, null);

  public Page {
    Check.within("limit", limit, 0, UNLIMITED);
    Check.within("offset", offset, 0, UNLIMITED);
    Check.that(cursor == null || offset == 0, "offset", "be 0 beside a cursor", offset);
  }

  /// The first so many.
  public static Page first(int limit) {
    return new Page(limit, 0, null);
  }

  /// How many documents, in order, have to be known.
  int reach() {
    return (int) Math.min(UNLIMITED, (long) limit + offset);
  }
}
