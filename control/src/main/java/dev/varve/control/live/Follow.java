package dev.varve.control.live;

import dev.varve.base.Digest;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.Lookup;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps something made of a namespace's documents in step with them, from (old, new) pairs: caught
/// up when somebody looks, made anew when the changes in between are no longer there. One thread
/// uses it.
final class Follow implements AutoCloseable {
  /// What is kept.
  interface Kept {
    void clear();

    /// @param before null for none, or where nobody needs it
    /// @param after null for none
    void change(String key, @Nullable Row before, @Nullable Row after, long seq);

    /// Whether it has to be told what was there before.
    boolean needsBefore();
  }

  private final Store store;
  private final String namespace;
  private final Kept kept;
  private @Nullable Watch watch;
  private long seq;

  Follow(Store store, String namespace, Kept kept) {
    this.store = store;
    this.namespace = namespace;
    this.kept = kept;
  }

  /// The position it stands at.
  long seq() {
    return seq;
  }

  /// Whether there is nothing to take in.
  boolean isCurrent() {
    return watch != null && seq >= store.seq();
  }

  /// Takes in everything up to now.
  ///
  /// @param logged whether the namespace has a log to follow; one that has not is read anew
  void catchUp(boolean logged) {
    if (watch == null || !logged) {
      rebuild();
    }
    long target = store.seq();
    while (seq < target && watch != null) {
      switch (watch.next(Duration.ZERO)) {
        case Watch.Event.Changes changes -> {
          if (!applyAll(changes)) {
            rebuild();
          }
        }
        case Watch.Event.Idle idle -> seq = Math.max(target, idle.next());
        case Watch.Event.Compacted _ -> rebuild();
      }
    }
  }

  /// Makes it anew from all documents.
  void rebuild() {
    close();
    kept.clear();
    long at = store.seq();
    Rows rows = store.rows(namespace, Scan.Range.ALL, At.seq(at));
    for (Row row = rows.next(); row != null; row = rows.next()) {
      kept.change(row.key(), null, row, at);
    }
    seq = at;
    watch = store.watch(Watch.Spec.of(namespace).from(at + 1));
  }

  /// Says whether all old versions could be read.
  private boolean applyAll(Watch.Event.Changes changes) {
    for (Version version : changes.versions()) {
      Row before = null;
      if (kept.needsBefore() && version.previous() != 0) {
        Version old = old(version);
        if (old == null) {
          return false;
        }
        before = old.hasValue() ? new RowOf(old) : null;
      }
      Row after = version.hasValue() ? new RowOf(version) : null;
      kept.change(version.key(), before, after, version.seq());
    }
    seq = changes.next();
    return true;
  }

  /// The version before; null when it, or its value, is no longer there.
  private @Nullable Version old(Version version) {
    for (Digest parent : version.parents()) {
      Version found =
          switch (store.at(namespace, version.key(), At.vid(parent))) {
            case Lookup.Found(Version old) -> old;
            case Lookup.Deleted(Version tombstone) -> tombstone;
            case Lookup.Absent _, Lookup.Compacted _ -> null;
          };
      if (found != null && found.seq() == version.previous()) {
        return found.content() instanceof Content.Erased ? null : found;
      }
    }
    return null;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
