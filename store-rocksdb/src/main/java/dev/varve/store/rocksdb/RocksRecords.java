package dev.varve.store.rocksdb;

import dev.varve.base.Failure;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The versions in the database, to look at. An [Entry] is over a copy, which nobody takes away;
/// what is counted is that versions went, so that a reader knows what it saw half.
final class RocksRecords implements Records {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Database database;
  private final long store;

  /// Odd while versions go.
  private final AtomicLong replacements = new AtomicLong();

  private volatile long last;

  RocksRecords(Database database, long store, long last) {
    this.database = database;
    this.store = store;
    this.last = last;
  }

  long last() {
    return last;
  }

  void wrote(long upTo) {
    last = upTo;
  }

  /// Takes versions away. One thread at a time.
  void takeAway(Host.Work work) throws IOException {
    replacements.incrementAndGet();
    try {
      work.run();
    } finally {
      replacements.incrementAndGet();
    }
  }

  @Override
  public long replacements() {
    long count = replacements.get();
    while ((count & 1) != 0) {
      Thread.onSpinWait();
      count = replacements.get();
    }
    return count;
  }

  @Override
  public long store() {
    return store;
  }

  static Entry entry(byte[] record) {
    return new Entry(MemorySegment.ofArray(record), 0);
  }

  @Override
  public @Nullable Entry entry(long seq) {
    // A head may lead to what was written a moment ago and is not counted in `last` yet.
    byte[] record = seq <= 0 ? null : database.find(Family.RECORDS, Keys.number(seq));
    return record == null ? null : entry(record);
  }

  @Override
  public long next(long seq) {
    if (seq > last) {
      return 0;
    }
    try {
      return database.look(Family.RECORDS, cursor -> next(cursor, seq));
    } catch (Failure _) {
      return Math.max(
          1, seq); // there may be one where nothing can be read; it shows when it is asked for
    }
  }

  private static long next(RocksIterator cursor, long seq) {
    cursor.seek(Keys.number(Math.max(1, seq)));
    return cursor.isValid() ? Keys.number(cursor.key()) : 0;
  }

  @Override
  public long seqAt(long time, long most) {
    return database.look(Family.RECORDS, cursor -> seqAt(cursor, time, most));
  }

  /// Positions that compaction emptied count as what they were: they may have been before the time.
  private static long seqAt(RocksIterator cursor, long time, long most) throws RocksDBException {
    long found = 0;
    long foundTime = 0;
    long low = 1;
    long high = most;
    while (low <= high) {
      long middle = low + (high - low) / 2;
      long seq = next(cursor, middle);
      cursor.status();
      long at = seq == 0 || seq > high ? Long.MAX_VALUE : entry(cursor.value()).time();
      if (at > time) {
        high = middle - 1;
      } else {
        found = seq;
        foundTime = at;
        low = seq + 1;
      }
    }
    if (found == 0 || foundTime == time) {
      return found;
    }
    long behind = next(cursor, found + 1);
    return behind == 0 ? most : Math.min(most, behind - 1);
  }

  @Override
  public @Nullable Entry head(int namespace, byte[] key) {
    byte[] seq = database.find(Family.HEADS, Keys.head(namespace, key));
    return seq == null ? null : entry(Keys.number(seq));
  }

  @Override
  public List<byte[]> keysFrom(int namespace, byte[] from, int limit) {
    return database.look(
        Family.HEADS,
        cursor -> {
          var keys = new ArrayList<byte[]>();
          cursor.seek(Keys.head(namespace, from));
          while (cursor.isValid() && keys.size() < limit) {
            byte[] head = cursor.key();
            if (Keys.namespace(head) != namespace) {
              break;
            }
            keys.add(Keys.key(head));
            cursor.next();
          }
          return keys;
        });
  }

  boolean isIntact(long seq) {
    try {
      byte[] record = database.find(Family.RECORDS, Keys.number(seq));
      return record != null
          && record.length >= RecordLayout.HEADER
          && entry(record).seq() == seq
          && MemorySegment.ofArray(record).get(INT, RecordLayout.CRC) == checksum(record);
    } catch (Failure _) {
      return false; // RocksDB found its own checksum wrong
    }
  }

  private static int checksum(byte[] record) {
    return new Checksum().of(0, record, 0, record.length);
  }

  /// Makes a record's checksum right.
  static byte[] stamped(byte[] record) {
    MemorySegment.ofArray(record).set(INT, RecordLayout.CRC, checksum(record));
    return record;
  }
}
