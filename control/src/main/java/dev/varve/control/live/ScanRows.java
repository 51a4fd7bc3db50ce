package dev.varve.control.live;

import dev.varve.store.At;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The documents of a namespace at one point, in the order of their keys, read a page at a time.
final class ScanRows implements Rows {
  private static final int PAGE = 128;

  private final Store store;
  private final String namespace;
  private final At at;
  private final byte @Nullable [] to;
  private Iterator<Version> page;
  private @Nullable String after;

  /// @param from the first key that may come
  /// @param to the first key that may no more; null for no end
  ScanRows(Store store, String namespace, At at, String from, @Nullable String to) {
    this.store = store;
    this.namespace = namespace;
    this.at = at;
    this.to = to == null ? null : to.getBytes(StandardCharsets.UTF_8);
    this.after = from;
    this.page = first(from);
  }

  /// A page comes behind a key, so the first key itself is looked up.
  private Iterator<Version> first(String from) {
    List<Version> found =
        from.isEmpty() ? List.of() : store.at(namespace, from, at).found().stream().toList();
    return found.iterator();
  }

  @Override
  public @Nullable Row next() {
    while (true) {
      if (page.hasNext()) {
        Version version = page.next();
        if (isBehind(version.key())) {
          after = null;
          page = List.<Version>of().iterator();
          return null;
        }
        if (version.hasValue()) {
          return new RowOf(version);
        }
      } else if (after == null) {
        return null;
      } else {
        Scan.Documents found = store.documents(namespace, Scan.ALL.after(after).limit(PAGE).at(at));
        page = found.versions().iterator();
        after = found.next().orElse(null);
      }
    }
  }

  private boolean isBehind(String key) {
    return to != null && Arrays.compareUnsigned(key.getBytes(StandardCharsets.UTF_8), to) >= 0;
  }
}
