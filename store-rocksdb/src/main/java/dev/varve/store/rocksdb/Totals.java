package dev.varve.store.rocksdb;

import dev.varve.store.engine.Removed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// What was removed of each namespace since the store began. One thread changes it at a time.
final class Totals {
  private static final int NUMBERS = 4 * Long.BYTES;

  private final TreeMap<Integer, Removed> byNamespace = new TreeMap<>();
  private volatile long keys;

  /// Keys of which nothing is left.
  long keys() {
    return keys;
  }

  void load(Database database) {
    database.look(
        Family.DEFAULT,
        cursor -> {
          for (cursor.seek(Keys.REMOVED); cursor.isValid(); cursor.next()) {
            byte[] key = cursor.key();
            if (key.length == Keys.REMOVED.length + Integer.BYTES
                && Arrays.equals(key, 0, Keys.REMOVED.length, Keys.REMOVED, 0, key.length - 4)) {
              take(ByteBuffer.wrap(key).getInt(Keys.REMOVED.length), cursor.value());
            }
          }
          return byNamespace;
        });
  }

  private void take(int namespace, byte[] numbers) {
    ByteBuffer from = ByteBuffer.wrap(numbers);
    add(
        List.of(
            new Removed(
                namespace, from.getLong(), from.getLong(), from.getLong(), from.getLong())));
  }

  List<Removed> all() {
    return List.copyOf(byNamespace.values());
  }

  /// Has a batch count what it removes.
  void put(Collection<Removed> more, Batch batch) throws IOException {
    for (Removed each : more) {
      Removed before = byNamespace.get(each.namespace());
      Removed sum = before == null ? each : before.and(each);
      batch.put(Family.DEFAULT, Keys.removed(each.namespace()), bytes(sum));
    }
  }

  /// The batch was written.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
  void add(Collection<Removed> more) {
    for (Removed each : more) {
      byNamespace.merge(each.namespace(), each, Removed::and);
      keys += each.keys();
    }
  }

  private static byte[] bytes(Removed removed) {
    return ByteBuffer.allocate(NUMBERS)
        .putLong(removed.through())
        .putLong(removed.versions())
        .putLong(removed.bytes())
        .putLong(removed.keys())
        .array();
  }
}
