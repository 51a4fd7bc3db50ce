package dev.varve.store.log;

import dev.varve.store.spi.Host;
import dev.varve.store.spi.Removed;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rewrites a run of complete segments into one without the records that retention lets go. The new
/// files are durable before they take the place of the old ones; until then nothing has changed.
public final class Compaction {
  private static final int BUFFER = 256 << 10;

  private final Disk disk;
  private final long store;
  private final List<Segment> run;
  private final BitSet dropped = new BitSet();
  private final TreeMap<Integer, Removed> removed = new TreeMap<>();
  private final Checksum checksum = new Checksum();
  private final Throttle throttle;
  private final long first;
  private long keptBytes;
  private long droppedBytes;

  /// Slows down what must not get in the way.
  public interface Throttle {
    void wrote(int bytes);
  }

  Compaction(Disk disk, long store, List<Segment> run, Throttle throttle) {
    this.disk = disk;
    this.store = store;
    this.run = run;
    this.throttle = throttle;
    this.first = run.getFirst().first();
  }

  /// Decides about every record.
  void decide(Host.Keeper keeper) {
    long last = run.getLast().last();
    for (Segment segment : run) {
      segment.removed().forEach(this::removed);
      SeqTable table = segment.table();
      for (long seq = table.next(segment.first()); seq != 0; seq = table.next(seq + 1)) {
        var entry = new Entry(segment.memory, table.offset(seq));
        if (keeper.keeps(entry, at -> at >= first && at <= last)) {
          keptBytes += length(entry);
          if (entry.erased() && entry.valueLength() > 0) {
            removed(new Removed(entry.namespace(), 0, 0, entry.valueLength(), 0));
          }
        } else {
          dropped.set(Math.toIntExact(seq - first));
          int bytes = entry.keyLength() + entry.valueLength();
          removed(new Removed(entry.namespace(), seq, 1, bytes, 0));
          droppedBytes += entry.length();
        }
      }
    }
    for (Entry forgotten : keeper.forgotten()) {
      removed(new Removed(forgotten.namespace(), 0, 0, 0, 1));
    }
  }

  private void removed(Removed more) {
    removed.merge(more.namespace(), more, Removed::and);
  }

  long keptBytes() {
    return keptBytes;
  }

  /// What rewriting would free.
  long droppedBytes() {
    return droppedBytes;
  }

  /// What the run has lost by now, by namespace.
  Collection<Removed> removed() {
    return removed.values();
  }

  /// What it loses by this compaction.
  Collection<Removed> lost() {
    var lost = new TreeMap<>(removed);
    for (Segment segment : run) {
      for (Removed before : segment.removed()) {
        lost.merge(before.namespace(), before, Removed::minus);
      }
    }
    return lost.values();
  }

  /// Erased values are left out when a record is copied.
  private static int length(Entry entry) {
    return entry.erased()
        ? RecordLayout.align(entry.length() - RecordLayout.align(entry.valueLength()))
        : entry.length();
  }

  /// Writes the new segment.
  Segment write() throws IOException {
    Segment newest = run.getLast();
    int generation = 1;
    for (Segment segment : run) {
      generation = Math.max(generation, segment.generation + 1);
    }
    String name = Segment.name(newest.id, generation);
    var places = new GrowingTable(first);
    long end;
    try (var file = disk.create(name, 0)) {
      end = copy(file, newest.id, places);
      file.sync();
    }
    disk.syncNames();
    var facts = facts(generation, end);
    MappedTable.write(disk, store, facts, places, removed.values());
    Arena arena = Arena.ofShared();
    MappedTable table =
        MappedTable.open(disk, MappedTable.name(newest.id, generation), store, arena)
            .orElseThrow(() -> new IOException(name + " cannot be read back"));
    return new Segment(disk.open(name), table, arena);
  }

  private MappedTable.Facts facts(int generation, long end) {
    Segment newest = run.getLast();
    return new MappedTable.Facts(
        newest.id,
        generation,
        run.getFirst().covers(),
        0,
        first,
        newest.last(),
        run.getFirst().firstTime(),
        newest.lastTime(),
        end);
  }

  private long copy(DiskFile file, int id, GrowingTable places) throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(BUFFER + 2 * RecordLayout.RECORD_MAX);
    out.put(Segment.header(id, store));
    long start = 0;
    for (Segment segment : run) {
      SeqTable table = segment.table();
      for (long seq = table.next(segment.first()); seq != 0; seq = table.next(seq + 1)) {
        if (dropped.get((int) (seq - first))) {
          continue;
        }
        places.add(seq, start + out.position());
        out.put(record(new Entry(segment.memory, table.offset(seq)), id));
        if (out.position() >= BUFFER) {
          start += flush(file, out, start);
        }
      }
    }
    return start + flush(file, out, start);
  }

  private int flush(DiskFile file, ByteBuffer out, long position) throws IOException {
    out.flip();
    int length = out.remaining();
    file.write(out, position);
    out.clear();
    throttle.wrote(length);
    return length;
  }

  /// The record as it stands in the new segment.
  private byte[] record(Entry entry, int id) {
    byte[] bytes = entry.erased() ? withoutValue(entry) : bytes(entry);
    MemorySegment memory = MemorySegment.ofArray(bytes);
    if (isDropped(entry.previous())) {
      memory.set(Entry.LONG, RecordLayout.JUMP, kept(entry.previous()));
    }
    memory.set(Entry.INT, RecordLayout.CRC, checksum.of(id, bytes, 0, bytes.length));
    return bytes;
  }

  private static byte[] bytes(Entry entry) {
    return entry
        .memory()
        .asSlice(entry.offset(), entry.length())
        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private static byte[] withoutValue(Entry entry) {
    byte[] all = bytes(entry);
    int start = entry.valueStart();
    byte[] less = Arrays.copyOf(Arrays.copyOf(all, start), RecordLayout.align(start));
    MemorySegment memory = MemorySegment.ofArray(less);
    memory.set(Entry.INT, RecordLayout.LENGTH, less.length);
    memory.set(Entry.INT, RecordLayout.VALUE_LENGTH, 0);
    return less;
  }

  private boolean isDropped(long seq) {
    return seq >= first && seq <= run.getLast().last() && dropped.get((int) (seq - first));
  }

  /// The nearest version before that stays, when the previous one goes; 0 for none.
  private long kept(long previous) {
    long at = previous;
    while (isDropped(at)) {
      Entry gone = entry(at);
      at = gone == null ? 0 : olderThan(gone);
    }
    return at;
  }

  /// The version before, or where the chain leads out of the run.
  private long olderThan(Entry gone) {
    Entry older = Chain.older(gone, this::entry);
    return older != null ? older.seq() : gone.previous() < first ? gone.previous() : 0;
  }

  private @Nullable Entry entry(long seq) {
    for (Segment segment : run) {
      if (seq >= segment.first() && seq <= segment.last()) {
        return segment.entry(seq);
      }
    }
    return null;
  }
}
