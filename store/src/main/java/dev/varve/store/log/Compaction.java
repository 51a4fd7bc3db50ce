package dev.varve.store.log;

import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.record.Unpacking;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rewrites a run of complete segments into one: without the records that retention lets go, and
/// with the values of superseded versions packed. The new files are durable before they take the
/// place of the old ones; until then nothing has changed.
///
/// ```
/// segment = header block* record*
/// ```
///
/// Whoever holds a position finds the record as before: its place in the key's chain, its ids and
/// its length of value do not change.
public final class Compaction {
  /// Of the bytes of a value, what packing is taken to spare when nothing is known yet.
  private static final double SPARED = 0.7;

  private final Log log;
  private final Disk disk;
  private final List<Segment> run;
  private final BitSet dropped = new BitSet();
  private final BitSet cold = new BitSet();
  private final BitSet erased = new BitSet();
  private final TreeMap<Integer, Removed> removed = new TreeMap<>();
  private final Checksum checksum = new Checksum();
  private final Unpacking unpacking = new Unpacking();
  private final Packing packing = new Packing();
  private final Throttle throttle;
  private final boolean packs = Packing.isPossible();
  private final long first;
  private long keptBytes;
  private long droppedBytes;
  private long packableBytes;

  /// Slows down what must not get in the way.
  public interface Throttle {
    void wrote(int bytes) throws IOException;

    /// Some microseconds of work are done.
    default void step() throws IOException {}
  }

  Compaction(Log log, Disk disk, List<Segment> run, Throttle throttle) {
    this.log = log;
    this.disk = disk;
    this.run = run;
    this.throttle = throttle;
    this.first = run.getFirst().first();
  }

  /// Decides about every record.
  void decide(Host.Keeper keeper) throws IOException {
    long last = run.getLast().last();
    for (Segment segment : run) {
      segment.removed().forEach(this::removed);
      SeqTable table = segment.table();
      for (long seq = table.next(segment.first()); seq != 0; seq = table.next(seq + 1)) {
        throttle.step();
        var entry = new Entry(segment.memory, table.offset(seq));
        decide(entry, keeper.fate(entry, at -> at >= first && at <= last));
      }
    }
    for (Entry forgotten : keeper.forgotten()) {
      removed(new Removed(forgotten.namespace(), 0, 0, 0, 1));
    }
  }

  private void decide(Entry entry, Host.Fate fate) {
    switch (fate) {
      case GONE -> {
        dropped.set(index(entry.seq()));
        int bytes = entry.keyLength() + entry.size();
        removed(new Removed(entry.namespace(), entry.seq(), 1, bytes, 0));
        droppedBytes += entry.length();
      }
      case LATEST -> kept(entry);
      case COLD -> {
        kept(entry);
        if (packs && entry.hasValue() && entry.valueLength() >= Packing.VALUE_MIN) {
          cold.set(index(entry.seq()));
          packableBytes += entry.isPacked() ? 0 : entry.valueLength();
        }
      }
    }
  }

  private void kept(Entry entry) {
    keptBytes += entry.length();
    if (entry.erased()) {
      erase(entry.seq(), entry);
    }
  }

  /// Leaves the value of a version out, for good.
  void erase(long seq) {
    Entry entry = entry(seq);
    if (entry != null && entry.hasValue()) {
      erase(seq, entry);
    }
  }

  private void erase(long seq, Entry entry) {
    erased.set(index(seq));
    cold.clear(index(seq));
    if (entry.size() > 0) {
      removed(new Removed(entry.namespace(), 0, 0, entry.size(), 0));
    }
  }

  private int index(long seq) {
    return Math.toIntExact(seq - first);
  }

  private void removed(Removed more) {
    removed.merge(more.namespace(), more, Removed::and);
  }

  /// Whether rewriting is expected to free at least this share of the bytes.
  boolean isWorth(double share) {
    double spared = droppedBytes + SPARED * packableBytes;
    return spared > 0 && spared >= share * (keptBytes + droppedBytes);
  }

  Throttle throttle() {
    return throttle;
  }

  /// Bytes of the records that go.
  long droppedBytes() {
    return droppedBytes;
  }

  /// What it loses by this compaction, by namespace.
  Collection<Removed> lost() {
    var lost = new TreeMap<>(removed);
    for (Segment segment : run) {
      for (Removed before : segment.removed()) {
        lost.merge(before.namespace(), before, Removed::minus);
      }
    }
    return lost.values();
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
      var out = new Output(file, throttle);
      byte[] header = Segment.header(newest.id, log.store());
      out.bytes(header, header.length);
      pack(out);
      copy(out, newest.id, places);
      end = out.position();
      out.flush();
    }
    disk.syncNames();
    MappedTable.write(disk, log.store(), facts(generation, end), places, removed.values());
    Arena arena = Arena.ofShared();
    MappedTable table =
        MappedTable.open(disk, MappedTable.name(newest.id, generation), log.store(), arena)
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

  private void pack(Output out) throws IOException {
    for (int i = cold.nextSetBit(0); i >= 0; i = cold.nextSetBit(i + 1)) {
      packing.add(existing(first + i));
    }
    packing.write(this::existing, out);
  }

  private void copy(Output out, int id, GrowingTable places) throws IOException {
    int packed = 0;
    for (Segment segment : run) {
      SeqTable table = segment.table();
      for (long seq = table.next(segment.first()); seq != 0; seq = table.next(seq + 1)) {
        throttle.step();
        if (dropped.get(index(seq))) {
          continue;
        }
        var entry = new Entry(segment.memory, table.offset(seq));
        boolean isPacked = cold.get(index(seq));
        byte[] record = isPacked ? packed(entry, packed++) : unpacked(entry);
        places.add(seq, out.position());
        stamp(record, entry, id);
        out.bytes(record, record.length);
      }
    }
  }

  private byte[] packed(Entry entry, int index) {
    return entry.packed(packing.block(index), packing.skip(index));
  }

  private byte[] unpacked(Entry entry) {
    return erased.get(index(entry.seq())) ? entry.withoutValue() : entry.whole(unpacking);
  }

  private void stamp(byte[] record, Entry entry, int id) {
    MemorySegment memory = MemorySegment.ofArray(record);
    Entry older = Chain.older(entry, log);
    if (older != null && isDropped(older.seq())) {
      memory.set(Entry.LONG, RecordLayout.JUMP, nearestKept(older));
    }
    memory.set(Entry.INT, RecordLayout.CRC, checksum.of(id, record, 0, record.length));
  }

  private boolean isDropped(long seq) {
    return seq >= first && seq <= run.getLast().last() && dropped.get(index(seq));
  }

  /// The nearest version before one that goes which stays; 0 for none.
  private long nearestKept(Entry gone) {
    @Nullable Entry at = gone;
    while (at != null && isDropped(at.seq())) {
      at = Chain.older(at, log);
    }
    return at == null ? 0 : at.seq();
  }

  private Entry existing(long seq) throws IOException {
    throttle.step();
    Entry entry = entry(seq);
    if (entry == null) {
      throw new IllegalStateException("position " + seq + " must have a record to pack");
    }
    return entry;
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
