package dev.varve.store.node;

import dev.varve.store.Content;
import dev.varve.store.Scan;
import dev.varve.store.Version;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import dev.varve.store.txn.Volatiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The documents of a namespace that lives in memory, as they are when they are read, a page at a
/// time.
final class VolatileRows implements Rows {
  private static final int PAGE = 128;

  private final Volatiles volatiles;
  private final String namespace;
  private final byte @Nullable [] to;
  private Iterator<Version> page;
  private @Nullable String after;

  VolatileRows(Volatiles volatiles, String namespace, Scan.Range range) {
    this.volatiles = volatiles;
    this.namespace = namespace;
    this.to = range.end().map(end -> end.getBytes(StandardCharsets.UTF_8)).orElse(null);
    this.after = range.from();
    // A page comes behind a key, so the first key itself is looked up.
    List<Version> first =
        range.from().isEmpty()
            ? List.of()
            : volatiles.get(namespace, range.from()).stream().toList();
    this.page = first.iterator();
  }

  @Override
  public @Nullable Row next() {
    while (page.hasNext() || more()) {
      Version version = page.next();
      byte[] key = version.key().getBytes(StandardCharsets.UTF_8);
      if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
        after = null;
        page = List.<Version>of().iterator();
        return null;
      }
      if (version.content() instanceof Content.Value value) {
        return new Row.Held(
            version.key(),
            version.seq(),
            version.time().toEpochMilli(),
            version.origin().author(),
            value.bytes());
      }
    }
    return null;
  }

  private boolean more() {
    if (after == null) {
      return false;
    }
    List<Version> found = volatiles.scan(namespace, "", after, PAGE);
    page = found.iterator();
    after = found.size() < PAGE ? null : found.getLast().key();
    return !found.isEmpty();
  }
}
