package dev.varve.store.node;

import dev.varve.store.Content;
import dev.varve.store.Scan;
import dev.varve.store.engine.Records;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import dev.varve.store.record.Entry;
import dev.varve.store.txn.Space;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The documents of a namespace at one position, in the order of their keys, read where they lie.
/// Each is read as a whole from one state of the files; compaction in between does not matter,
/// since what a position has never changes.
final class RowScan implements Rows {
  private static final int KEYS = 256;

  private final Reader reader;
  private final Records records;
  private final Space space;
  private final long seq;
  private final byte @Nullable [] to;
  private final FoundRow row = new FoundRow();
  private List<byte[]> keys = List.of();
  private int next;
  private byte @Nullable [] from;

  /// @param seq the end of a transaction
  RowScan(Reader reader, Records records, Space space, long seq, Scan.Range range) {
    this.reader = reader;
    this.records = records;
    this.space = space;
    this.seq = seq;
    this.from = range.from().getBytes(StandardCharsets.UTF_8);
    this.to = range.end().map(end -> end.getBytes(StandardCharsets.UTF_8)).orElse(null);
  }

  @Override
  public @Nullable Row next() {
    while (next < keys.size() || more()) {
      byte[] key = keys.get(next++);
      if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
        keys = List.of();
        from = null;
        return null;
      }
      if (found(key)) {
        return row;
      }
    }
    return null;
  }

  /// Whether there are more keys. Lets others run in between: a query that looks at millions must
  /// not keep a carrier of virtual threads from those that want one document.
  @SuppressWarnings("ThreadPriorityCheck") // fairness only, nothing depends on it
  private boolean more() {
    byte[] start = from;
    if (start == null) {
      return false;
    }
    if (Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
    keys = records.keysFrom(space.id(), start, KEYS);
    next = 0;
    from = keys.size() < KEYS ? null : Reader.after(keys.getLast());
    return !keys.isEmpty();
  }

  /// Takes the document of a key, if it had one; again when compaction was at work meanwhile.
  private boolean found(byte[] key) {
    while (true) {
      long before = records.replacements();
      try {
        boolean found = foundOnce(key);
        if (records.replacements() == before) {
          return found;
        }
      } catch (IllegalStateException e) {
        reader.requireOpen();
        if (records.replacements() == before) {
          throw e;
        }
      }
    }
  }

  private boolean foundOnce(byte[] key) {
    Entry record = reader.version(space, key, seq);
    if (record == null || !record.hasValue()) {
      return false;
    }
    row.take(record, key);
    if (record.isChunked()) {
      Optional<Content.Value> large = reader.large(record, space);
      large.ifPresent(row::takeLarge);
      return large.isPresent();
    }
    return !record.erased();
  }
}
