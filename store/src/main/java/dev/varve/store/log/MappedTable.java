package dev.varve.store.log;

import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The table of a segment that is complete, in a file beside it.
///
/// ```
/// table  = "VARVETAB" format:u32 crc:u32 store:u64 id:u32 generation:u32 covers:u32 epoch:u32
///          first:u64 last:u64 first-time:u64 last-time:u64 end:u64 entries:u32 kind:u32
///          gones:u32 zero:u32 place* gone{gones}
/// place  = kind 0: offset:u32                 one for each seq from first to last, 0 for none
///          kind 1: seq-first:u32 offset:u32   one for each record, in order
/// gone   = namespace:u32 keys:u32 seq:u64 versions:u64 bytes:u64
///                                      what compaction removed of a namespace, up to which seq
/// offset = in units of 8 bytes
/// crc    = CRC-32C of everything from store on
/// ```
///
/// Little endian. Format 1 had only namespace and seq in `gone`. A segment is complete when its
/// table checks; one that was rewritten by compaction stands for the segments `covers` to `id` from
/// then on.
final class MappedTable implements SeqTable {
  private static final int HEADER = 96;
  private static final int FORMAT = 2;
  private static final int GONE = 32;
  private static final int GONE_1 = 12;
  private static final byte[] MAGIC = "VARVETAB".getBytes(StandardCharsets.US_ASCII);

  /// What the table says besides the places.
  ///
  /// @param covers id of the first segment that this one stands for
  /// @param end where the records end
  record Facts(
      int id,
      int generation,
      int covers,
      int epoch,
      long first,
      long last,
      long firstTime,
      long lastTime,
      long end) {}

  private final MemorySegment memory;
  private final Facts facts;
  private final int entries;
  private final boolean sparse;

  private MappedTable(MemorySegment memory) {
    this.memory = memory;
    this.facts =
        new Facts(
            memory.get(Entry.INT, 24),
            memory.get(Entry.INT, 28),
            memory.get(Entry.INT, 32),
            memory.get(Entry.INT, 36),
            memory.get(Entry.LONG, 40),
            memory.get(Entry.LONG, 48),
            memory.get(Entry.LONG, 56),
            memory.get(Entry.LONG, 64),
            memory.get(Entry.LONG, 72));
    this.entries = memory.get(Entry.INT, 80);
    this.sparse = memory.get(Entry.INT, 84) == 1;
  }

  static String name(int id, int generation) {
    return String.format(java.util.Locale.ROOT, "%08d-%d.seq", id, generation);
  }

  /// Writes the table of what another one knows, durably.
  static void write(Disk disk, long store, Facts facts, SeqTable places, Collection<Removed> gone)
      throws IOException {
    int entries = 0;
    for (long at = places.next(facts.first); at != 0; at = places.next(at + 1)) {
      entries++;
    }
    long range = facts.last - facts.first + 1;
    boolean sparse = 2L * entries < range;
    int count = sparse ? entries : (int) range;
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + count * (sparse ? 8 : 4) + GONE * gone.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(FORMAT).putInt(0).putLong(store);
    out.putInt(facts.id).putInt(facts.generation).putInt(facts.covers).putInt(facts.epoch);
    out.putLong(facts.first).putLong(facts.last).putLong(facts.firstTime);
    out.putLong(facts.lastTime).putLong(facts.end).putInt(count).putInt(sparse ? 1 : 0);
    out.putInt(gone.size()).putInt(0);
    for (long at = places.next(facts.first); at != 0; at = places.next(at + 1)) {
      int offset = (int) (places.offset(at) >>> 3);
      if (sparse) {
        out.putInt((int) (at - facts.first)).putInt(offset);
      } else {
        out.putInt(HEADER + 4 * (int) (at - facts.first), offset);
      }
    }
    out.position(HEADER + count * (sparse ? 8 : 4));
    for (Removed each : gone) {
      out.putInt(each.namespace()).putInt((int) each.keys()).putLong(each.through());
      out.putLong(each.versions()).putLong(each.bytes());
    }
    out.putInt(12, crc(MemorySegment.ofArray(out.array())));
    try (var file = disk.create(name(facts.id, facts.generation), 0)) {
      file.write(out.clear(), 0);
      file.sync();
    }
    disk.syncNames();
  }

  /// The table in the file, when it checks.
  static Optional<MappedTable> open(Disk disk, String name, long store, Arena arena)
      throws IOException {
    try (var file = disk.open(name)) {
      long size = file.size();
      if (size < HEADER) {
        return Optional.empty();
      }
      MemorySegment memory = file.map(size, arena);
      boolean good =
          MemorySegment.mismatch(memory, 0, 8, MemorySegment.ofArray(MAGIC), 0, 8) < 0
              && (memory.get(Entry.INT, 8) == FORMAT || memory.get(Entry.INT, 8) == 1)
              && memory.get(Entry.LONG, 16) == store
              && memory.get(Entry.INT, 12) == crc(memory);
      return good ? Optional.of(new MappedTable(memory)) : Optional.empty();
    }
  }

  private static int crc(MemorySegment memory) {
    var crc = new CRC32C();
    crc.update(memory.asSlice(16).asByteBuffer());
    return (int) crc.getValue();
  }

  List<Removed> removed() {
    var removed = new ArrayList<Removed>();
    boolean old = memory.get(Entry.INT, 8) == 1;
    long at = HEADER + (long) entries * (sparse ? 8 : 4);
    for (int i = memory.get(Entry.INT, 88); i > 0; i--, at += old ? GONE_1 : GONE) {
      int namespace = memory.get(Entry.INT, at);
      removed.add(
          old
              ? new Removed(namespace, memory.get(Entry.LONG, at + 4), 0, 0, 0)
              : new Removed(
                  namespace,
                  memory.get(Entry.LONG, at + 8),
                  memory.get(Entry.LONG, at + 16),
                  memory.get(Entry.LONG, at + 24),
                  memory.get(Entry.INT, at + 4)));
    }
    return removed;
  }

  Facts facts() {
    return facts;
  }

  @Override
  public long first() {
    return facts.first;
  }

  @Override
  public long last() {
    return facts.last;
  }

  @Override
  public long offset(long seq) {
    if (seq < facts.first || seq > facts.last) {
      return 0;
    }
    if (!sparse) {
      return place(HEADER + 4 * (seq - facts.first));
    }
    int index = lowerBound(seq);
    return index < entries && seqOf(index) == seq ? place(HEADER + 8L * index + 4) : 0;
  }

  private long place(long at) {
    return Integer.toUnsignedLong(memory.get(Entry.INT, at)) << 3;
  }

  private long seqOf(int index) {
    return facts.first + Integer.toUnsignedLong(memory.get(Entry.INT, HEADER + 8L * index));
  }

  private int lowerBound(long seq) {
    int low = 0;
    int high = entries;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (seqOf(middle) < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public long next(long seq) {
    long from = Math.max(seq, facts.first);
    if (sparse) {
      int index = lowerBound(from);
      return index < entries ? seqOf(index) : 0;
    }
    for (long at = from; at <= facts.last; at++) {
      if (offset(at) != 0) {
        return at;
      }
    }
    return 0;
  }
}
