package dev.varve.store.log;

import static dev.varve.store.record.RecordLayout.*;

import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The records of a store in the order of their seq, over segments. One writer; any readers.
public final class Log implements Chain.Lookup {
  /// A segment that holds as much is followed by one of its kind.
  private static final long LARGE = 8 << 20;

  /// Bytes that go at once where a file is deleted.
  private static final int FREED = 2 << 20;

  private final Disk disk;
  private final Superblock superblock;
  private final SegmentSupply supply;
  private final Checksum checksum = new Checksum();
  private final AtomicLong syncs = new AtomicLong();
  private List<Problem> damage = List.of();
  private List<Long> halfErased = List.of();
  private ByteBuffer direct = ByteBuffer.allocateDirect(128 << 10);
  private volatile Layout layout = new Layout(List.of(), 0);
  private long last;
  private long durable;

  private Log(Disk disk, Superblock superblock, long segmentBytes) {
    this.disk = disk;
    this.superblock = superblock;
    this.supply = new SegmentSupply(disk, superblock.store(), segmentBytes);
  }

  /// Takes hold of the directory's log. Use it after [#recover].
  public static Log open(Disk disk, long segmentBytes) throws IOException {
    return new Log(disk, Superblock.next(disk), segmentBytes);
  }

  /// Finds the end, and shows every record after `from` up to it.
  public void recover(long from, Recovery.Visitor visitor) throws IOException {
    Recovery.Found found = new Recovery(disk, superblock.store(), from, visitor).run(supply);
    layout = new Layout(found.segments(), 0);
    damage = found.damage();
    halfErased = found.halfErased();
    last = found.last();
    durable = found.last();
  }

  /// The random number that marks all files of the store.
  public long store() {
    return superblock.store();
  }

  /// The latest position written.
  public long last() {
    return last;
  }

  /// Acknowledged records that cannot be read. Records whose erasing a crash cut short are among
  /// them until it was done again.
  public List<Problem> damage() {
    var all = new ArrayList<>(damage);
    var inspection = new Inspection(this);
    for (long seq : halfErased) {
      if (!inspection.isIntact(seq)) {
        all.add(inspection.problem(seq));
      }
    }
    return all;
  }

  public int segmentCount() {
    return layout.size();
  }

  public long syncs() {
    return syncs.get();
  }

  public long diskBytes() {
    long sum = 0;
    for (Segment segment : layout.all()) {
      sum += segment.capacity();
    }
    return sum;
  }

  /// Bytes that still go into the segment written to.
  public long room() {
    return layout.active().room();
  }

  /// Whether it is time to make the next segment ready.
  public boolean wantsPreparation() {
    Segment active = layout.active();
    return active.room() < active.capacity() / 2 && !supply.isPrepared(active.id + 1);
  }

  /// Whether a segment is full and has no table yet.
  public boolean hasIncomplete() {
    Layout now = layout;
    return now.size() > 1 && !now.beforeActive().isComplete();
  }

  /// Makes the next segment ready; any thread.
  public void prepare() throws IOException {
    Segment active = layout.active();
    supply.prepare(active.id + 1, active.capacity());
  }

  /// Goes on in a new segment with room for at least so many bytes. One that is empty, because the
  /// first group is larger than it, is given up: every other segment has records.
  ///
  /// @throws IOException when there is no room on the disk; the log stays as it was
  public void roll(int bytes) throws IOException {
    roll(bytes, layout.active().end());
  }

  private void roll(int bytes, long before) throws IOException {
    Segment next = supply.take(layout.active().id + 1, bytes, before, last + 1);
    if (durable < last) {
      sync();
    }
    Segment full = layout.active();
    var more = new ArrayList<>(layout.all());
    if (full.isEmpty()) {
      more.removeLast();
    }
    more.add(next);
    layout = new Layout(more, layout.replacements());
    if (full.isEmpty()) {
      full.close();
      disk.delete(Segment.name(full.id, 0));
    }
  }

  /// Makes sure that [#rollOver] finds a segment that is ready, where the log is large enough to
  /// want one: writers would wait while it is made.
  public void prepareToRollOver() throws IOException {
    if (isLarge()) {
      prepare();
    }
  }

  private boolean isLarge() {
    return layout.active().end() >= LARGE;
  }

  /// Goes on in a new segment, a small one where this one is, unless this one is empty.
  public void rollOver() throws IOException {
    if (!layout.active().isEmpty()) {
      if (!isLarge()) {
        supply.discard();
      }
      roll(0, 0);
    }
  }

  /// Writes a group, which must fit, and syncs it when asked.
  public void append(Group group, boolean synced) throws IOException {
    Segment segment = layout.active();
    stamp(group, segment.id);
    fill(group);
    if (synced) {
      segment.file.writeSynced(direct, segment.end());
      syncs.incrementAndGet();
    } else {
      segment.file.write(direct, segment.end());
    }
    byte[] bytes = group.bytes();
    for (int at = 0; at < group.length(); ) {
      int length = intAt(bytes, at);
      segment.note(++last, length);
      at += length;
    }
    if (synced) {
      durable = last;
    }
  }

  /// Makes everything written durable.
  public void sync() throws IOException {
    long upTo = last;
    layout.active().file.sync();
    syncs.incrementAndGet();
    durable = upTo;
  }

  public boolean isDurable() {
    return durable == last;
  }

  private void stamp(Group group, int segment) {
    byte[] bytes = group.bytes();
    long seq = last;
    for (int at = 0; at < group.length(); ) {
      int length = intAt(bytes, at);
      seq++;
      putInt(bytes, at + EPOCH, superblock.epoch());
      putInt(bytes, at + LAG, (int) Math.min(seq - durable, 0xFFFF_FFFFL));
      putInt(bytes, at + CRC, checksum.of(segment, bytes, at, length));
      at += length;
    }
  }

  private void fill(Group group) {
    if (direct.capacity() < group.length()) {
      direct = ByteBuffer.allocateDirect(group.length());
    }
    direct.clear().put(group.bytes(), 0, group.length()).flip();
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
    bytes[at + 2] = (byte) (value >>> 16);
    bytes[at + 3] = (byte) (value >>> 24);
  }

  /// The record at a position, or null when there is none or retention has removed it.
  @Override
  public @Nullable Entry entry(long seq) {
    return layout.entry(seq);
  }

  @Nullable Segment segmentOf(long seq) {
    return layout.of(seq);
  }

  /// The first position from `seq` on that has a record, 0 when there is none.
  public long next(long seq) {
    return layout.next(seq);
  }

  /// The last position up to `most` whose time is not after; 0 for none.
  public long seqAt(long time, long most) {
    return layout.seqAt(time, most);
  }

  /// Where a time lies.
  public Records.Span span(long time) {
    return layout.span(time);
  }

  /// Writes the tables of the segments that are full; one thread at a time, in the background.
  public void completeSegments() throws IOException {
    List<Segment> all = layout.all();
    for (Segment segment : all.subList(0, all.size() - 1)) {
      if (!segment.isComplete()) {
        complete(segment);
      }
    }
  }

  private void complete(Segment segment) throws IOException {
    Entry first = segment.entry(segment.table().next(segment.first()));
    Entry end = segment.entry(segment.last());
    if (first == null || end == null) {
      throw new IllegalStateException("segment " + segment.id + " must begin and end with records");
    }
    var facts =
        new MappedTable.Facts(
            segment.id,
            0,
            segment.id,
            end.epoch(),
            segment.first(),
            segment.last(),
            first.time(),
            end.time(),
            segment.end());
    MappedTable.write(disk, store(), facts, segment.table(), List.of());
    Arena arena = Arena.ofShared();
    String name = MappedTable.name(segment.id, 0);
    segment.complete(
        MappedTable.open(disk, name, store(), arena)
            .orElseThrow(() -> new IOException(name + " cannot be read back")),
        arena);
  }

  /// Erases the values of records in complete segments. Where one is packed its segment is written
  /// anew, since others are compressed with it; the rest are blanked where they stand.
  public void erase(List<Long> seqs, Exclusive exclusive) throws IOException {
    var bySegment = new LinkedHashMap<Segment, List<Long>>();
    for (long seq : seqs) {
      Segment segment = layout.of(seq);
      if (segment != null && segment.entry(seq) != null) {
        bySegment.computeIfAbsent(segment, _ -> new ArrayList<>()).add(seq);
      }
    }
    var erasing = new Erasing();
    for (Map.Entry<Segment, List<Long>> each : bySegment.entrySet()) {
      Segment segment = each.getKey();
      if (!segment.isComplete()) {
        throw new IllegalStateException("values are erased in complete segments only");
      }
      if (!erasing.blank(segment, each.getValue())) {
        var compaction = new Compaction(this, disk, List.of(segment), _ -> {});
        compaction.decide(Log::asItIs);
        each.getValue().forEach(compaction::erase);
        rewrite(List.of(segment), compaction, exclusive);
      }
    }
  }

  private static Host.Fate asItIs(Entry entry, Host.Run run) {
    return entry.isPacked() ? Host.Fate.COLD : Host.Fate.LATEST;
  }

  /// What compaction has removed, by namespace.
  public List<Removed> removed() {
    var removed = new TreeMap<Integer, Removed>();
    for (Segment segment : layout.all()) {
      for (Removed more : segment.removed()) {
        removed.merge(more.namespace(), more, Removed::and);
      }
    }
    return List.copyOf(removed.values());
  }

  /// Keys that compaction has removed so far.
  public long forgotten() {
    long sum = 0;
    for (Segment segment : layout.all()) {
      for (Removed removed : segment.removed()) {
        sum += removed.keys();
      }
    }
    return sum;
  }

  /// Counts replacements of segments. A reader whose memory went away meanwhile reads again.
  public long replacements() {
    return layout.replacements();
  }

  /// What one step of compaction did.
  ///
  /// @param freed bytes of records removed
  /// @param next the position to go on at; 0 when the end was reached
  public record Compacted(long freed, long next) {}

  /// Runs where the layout may change: between two groups.
  public interface Exclusive {
    /// @param removed what goes by the change
    void run(Collection<Removed> removed, Runnable change);
  }

  /// Compacts the next run of complete segments from a position on.
  ///
  /// @param share rewrite when at least this share of the bytes goes
  public Compacted compact(long from, long upTo, double share, CompactionSteps steps)
      throws IOException {
    List<Segment> run = run(from, upTo);
    if (run.isEmpty()) {
      return new Compacted(0, 0);
    }
    long next = run.getLast().last() + 1;
    var compaction = new Compaction(this, disk, run, steps.throttle());
    compaction.decide(steps.keeper());
    if (!compaction.isWorth(share)) {
      return new Compacted(0, next);
    }
    rewrite(run, compaction, steps.exclusive());
    return new Compacted(compaction.droppedBytes(), next);
  }

  private void rewrite(List<Segment> run, Compaction compaction, Exclusive exclusive)
      throws IOException {
    Segment fresh = compaction.write();
    exclusive.run(compaction.lost(), () -> replace(run, fresh));
    boolean replaced = layout.all().contains(fresh); // not where the store has stopped meanwhile
    retire(replaced ? run : List.of(fresh), compaction.throttle());
  }

  /// The position behind the run that [#compact] takes from a position on; 0 when there is none.
  public long behind(long from, long upTo) {
    List<Segment> run = run(from, upTo);
    return run.isEmpty() ? 0 : run.getLast().last() + 1;
  }

  /// How compaction decides, slows down and takes effect.
  ///
  /// @param exclusive runs a change of the layout between two groups
  public record CompactionSteps(
      Host.Keeper keeper, Compaction.Throttle throttle, Exclusive exclusive) {}

  /// Neighbouring complete segments that together are not larger than a full one.
  private List<Segment> run(long from, long upTo) {
    var run = new ArrayList<Segment>();
    long bytes = 0;
    List<Segment> all = layout.all();
    for (Segment segment : all.subList(0, all.size() - 1)) {
      boolean eligible = segment.first() >= from && segment.last() <= upTo && segment.isComplete();
      bytes += segment.end();
      if (eligible && (run.isEmpty() || bytes <= supply.segmentBytes())) {
        run.add(segment);
      } else if (!run.isEmpty()) {
        break;
      } else {
        bytes = 0;
      }
    }
    return run;
  }

  private void replace(List<Segment> run, Segment fresh) {
    var all = new ArrayList<Segment>();
    for (Segment segment : layout.all()) {
      if (segment.equals(run.getFirst())) {
        all.add(fresh);
      }
      if (!run.contains(segment)) {
        all.add(segment);
      }
    }
    layout = new Layout(all, layout.replacements() + 1);
  }

  private void retire(List<Segment> run, Compaction.Throttle throttle) throws IOException {
    for (Segment segment : run) {
      segment.close();
      disk.delete(MappedTable.name(segment.id, segment.generation));
      String name = Segment.name(segment.id, segment.generation);
      shrink(name, throttle);
      disk.delete(name);
    }
    disk.syncNames();
  }

  /// Gives the room of a file back in pieces: a device that is told of much free room at once lets
  /// syncs wait for a tenth of a second.
  private void shrink(String name, Compaction.Throttle throttle) throws IOException {
    try (var file = disk.open(name)) {
      for (long size = file.size() - FREED; size > 0; size -= FREED) {
        file.truncate(size);
        file.sync();
        throttle.wrote(FREED);
      }
    }
  }

  public void close() throws IOException {
    try {
      if (!isDurable()) {
        sync();
      }
    } finally {
      supply.discard();
      for (Segment segment : layout.all()) {
        segment.close();
      }
      disk.close();
    }
  }
}
