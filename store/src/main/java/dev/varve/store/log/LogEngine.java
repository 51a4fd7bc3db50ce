package dev.varve.store.log;

import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.engine.Removed;
import dev.varve.store.index.Checkpoint;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps versions in a log of segments, and where the latest of each key is in an index outside the
/// heap.
public final class LogEngine implements Engine {
  private final Disk disk;
  private final Log log;
  private final Inspection inspection;
  private KeyIndex index = new KeyIndex();
  private @Nullable Maintenance maintenance;
  private long checkpointSeq;
  private long checkpointForgotten;

  private LogEngine(Disk disk, long segmentBytes) throws IOException {
    this.disk = disk;
    this.log = Log.open(disk, segmentBytes);
    this.inspection = new Inspection(log);
  }

  /// Takes hold of a disk, which it then owns.
  public static LogEngine over(Disk disk, long segmentBytes) throws IOException {
    return new LogEngine(disk, segmentBytes);
  }

  @Override
  public List<Removed> recover(Replay replay) throws IOException {
    Optional<Checkpoint.Loaded> loaded = Checkpoint.load(disk, log.store());
    loaded.ifPresent(this::take);
    replay.begin(
        loaded.map(Checkpoint.Loaded::point).map(point -> new Saved(point.time(), point.counts())));
    log.recover(checkpointSeq, entry -> show(entry, replay));
    if (log.last() < checkpointSeq) {
      rebuild(replay);
    } else if (checkpointSeq > 0 && log.forgotten() != checkpointForgotten) {
      index.forget(
          seq -> log.entry(seq) == null, (seq, namespace, key) -> owns(seq, namespace, key));
    }
    return log.removed();
  }

  private boolean owns(long seq, int namespace, byte[] key) {
    return new Probe(log).owns(seq, namespace, key);
  }

  @Override
  public List<Problem> damage() {
    return log.damage();
  }

  private void take(Checkpoint.Loaded loaded) {
    index.close();
    index = loaded.index();
    checkpointSeq = loaded.point().seq();
    checkpointForgotten = loaded.point().forgotten();
  }

  private void show(Entry entry, Replay replay) {
    index.put(entry.namespace(), entry.key(), entry.previous(), entry.seq());
    replay.entry(entry);
  }

  /// The log is shorter than the checkpoint knew it, so it was damaged: everything from the log.
  private void rebuild(Replay replay) {
    index.close();
    index = new KeyIndex();
    checkpointSeq = 0;
    replay.begin(Optional.empty());
    for (long seq = log.next(1); seq != 0; seq = log.next(seq + 1)) {
      Entry entry = log.entry(seq);
      if (entry != null) {
        show(entry, replay);
      }
    }
  }

  @Override
  public void start(Host host, boolean background) {
    var checked = new Maintenance.Checked(checkpointSeq, checkpointForgotten);
    maintenance = new Maintenance(new Maintenance.Parts(disk, log, index), host, checked);
    if (background) {
      maintenance.start();
    }
  }

  private Maintenance maintenance() {
    Maintenance started = maintenance;
    if (started == null) {
      throw new IllegalStateException("an engine must be started before it is tended");
    }
    return started;
  }

  @Override
  public long store() {
    return log.store();
  }

  @Override
  public long last() {
    return log.last();
  }

  @Override
  public @Nullable Entry entry(long seq) {
    return log.entry(seq);
  }

  @Override
  public long next(long seq) {
    return log.next(seq);
  }

  @Override
  public long seqAt(long time, long most) {
    return log.seqAt(time, most);
  }

  @Override
  public Records.Span span(long time) {
    return log.span(time);
  }

  @Override
  public @Nullable Entry head(int namespace, byte[] key) {
    var probe = new Probe(log);
    return index.latest(namespace, key, probe) == 0 ? null : probe.found;
  }

  /// Remembers the record by which a key was recognised.
  static final class Probe implements KeyIndex.Owner {
    private final Log log;
    private @Nullable Entry found;

    Probe(Log log) {
      this.log = log;
    }

    @Override
    public boolean owns(long seq, int namespace, byte[] key) {
      Entry entry = log.entry(seq);
      boolean owned = entry != null && entry.isOf(namespace, key);
      found = owned ? entry : found;
      return owned;
    }
  }

  @Override
  public List<byte[]> keysFrom(int namespace, byte[] from, int limit) {
    return index.keysFrom(namespace, from, limit);
  }

  @Override
  public List<byte[]> marks(int namespace, int most) {
    return index.marks(namespace, most);
  }

  @Override
  public long replacements() {
    return log.replacements();
  }

  @Override
  public long room() {
    return log.room();
  }

  @Override
  public void roll(int bytes) throws IOException {
    log.roll(bytes);
  }

  @Override
  public void append(Group group, boolean synced) throws IOException {
    log.append(group, synced);
    index.beginWrite();
    try {
      for (Entry entry : group.entries()) {
        index.put(entry.namespace(), entry.key(), entry.previous(), entry.seq());
      }
    } finally {
      index.endWrite();
    }
  }

  @Override
  public void sync() throws IOException {
    log.sync();
  }

  @Override
  public boolean isDurable() {
    return log.isDurable();
  }

  @Override
  public void rest() {
    maintenance().close();
  }

  @Override
  public void published() {
    maintenance().published();
  }

  @Override
  public void tend() {
    maintenance().step();
  }

  @Override
  public void checkpoint() throws IOException {
    maintenance().checkpoint();
  }

  @Override
  public long compact() throws IOException {
    return maintenance().compact();
  }

  @Override
  public void erase(long seq) throws IOException {
    maintenance().erase(seq);
  }

  @Override
  public <T> T undisturbed(Work<T> work) throws IOException {
    return maintenance().undisturbed(work);
  }

  @Override
  public boolean isIntact(long seq) {
    return inspection.isIntact(seq);
  }

  @Override
  public String place(long seq) {
    return inspection.place(seq);
  }

  @Override
  public Facts facts() {
    var problems = new ArrayList<Problem>();
    Maintenance started = maintenance;
    if (started != null) {
      started.problem().ifPresent(problems::add);
    }
    return new Facts(
        index.keys(), log.segmentCount(), log.diskBytes(), index.bytes(), log.syncs(), problems);
  }

  @Override
  public void close() throws IOException {
    log.close();
    index.close();
  }
}
