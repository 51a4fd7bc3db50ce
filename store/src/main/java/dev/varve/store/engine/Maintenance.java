package dev.varve.store.engine;

import dev.varve.base.Clock;
import dev.varve.base.Problem;
import dev.varve.store.StoreCode;
import dev.varve.store.index.Checkpoint;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Chain;
import dev.varve.store.log.Disk;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.retention.Compactor;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a store does for itself, on a thread of its own: makes the next segment ready, writes the
/// tables of full ones, checkpoints the index. A step that fails is told in the status and tried
/// again.
final class Maintenance implements AutoCloseable {
  private static final int CHECKPOINT_SEGMENTS = 3;

  /// A segment is rewritten on its own account when at least this share of it goes.
  private static final double WORTH = 0.3;

  private final Disk disk;
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final Compactor compactor;
  private final GroupSync groupSync = new GroupSync();
  private @Nullable Committer committer;
  private @Nullable Writer writer;
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile boolean wanted;
  private volatile @Nullable Problem problem;
  private volatile long checkpointSeq;
  private int checkpointSegments;

  Maintenance(Disk disk, Log log, KeyIndex index, Spaces spaces, Clock clock) {
    this.disk = disk;
    this.log = log;
    this.index = index;
    this.spaces = spaces;
    this.compactor = new Compactor(log, index, spaces, clock, this::exclusively);
    this.checkpointSegments = log.segmentCount();
  }

  private void exclusively(Map<Integer, Long> dropped, Runnable change) {
    Committer through = committer;
    if (through != null) {
      through.exclusively(change::run);
    }
  }

  /// @param checked up to where there is a checkpoint
  /// @param background run by itself
  void start(Committer through, Writer of, long checked, boolean background) {
    checkpointSeq = checked;
    committer = through;
    writer = of;
    groupSync.start(through, of);
    if (background) {
      thread = Thread.ofPlatform().daemon().name("varve-store-maintenance").start(this::run);
    }
  }

  /// A group was published: see whether there is something to do. Called by writers; cheap.
  void published() {
    Writer of = writer;
    if (of != null && of.wantsSyncSoon()) {
      groupSync.wanted();
    }
    Thread worker = thread;
    if (!wanted && worker != null && (log.wantsPreparation() || log.hasIncomplete())) {
      wanted = true;
      LockSupport.unpark(worker);
    }
  }

  private void run() {
    while (!stopped) {
      LockSupport.parkNanos(this, 1_000_000_000L);
      wanted = false;
      if (!stopped) {
        step();
      }
    }
  }

  synchronized void step() {
    try {
      if (log.wantsPreparation()) {
        log.prepare();
      }
      log.completeSegments();
      if (log.segmentCount() - checkpointSegments >= CHECKPOINT_SEGMENTS) {
        checkpoint();
        compact(false);
        checkpointSegments = log.segmentCount();
      }
      problem = null;
    } catch (IOException | UncheckedIOException e) {
      problem =
          Problem.of(
              StoreCode.IO_FAILED,
              "the store must be able to tend its files, but " + e.getMessage(),
              "check the disk; it is tried again");
    }
  }

  /// What went wrong in the background, until it goes well.
  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /// Lets go of what retention no longer keeps. Everything written so far is looked at when `all`,
  /// else only what is in a checkpoint, and only where it is worth it.
  synchronized long compact(boolean all) throws IOException {
    Committer through = committer;
    if (through == null || !compactor.hasWork()) {
      return 0;
    }
    if (all) {
      through.exclusively(log::rollOver);
      checkpoint();
    }
    return compactor.run(checkpointSeq, all ? 0 : WORTH);
  }

  /// Something that must not meet a checkpoint or compaction half way.
  interface Work<T> {
    T run() throws IOException;
  }

  synchronized <T> T alone(Work<T> work) throws IOException {
    return work.run();
  }

  /// Blanks the values of a key's versions before this one. Called within [#alone].
  synchronized void erase(long seq) throws IOException {
    Committer through = committer;
    Entry erasure = log.entry(seq);
    if (through == null || erasure == null) {
      return;
    }
    through.exclusively(log::rollOver);
    log.completeSegments();
    Entry at = log.entry(seq);
    while (at != null) {
      at = Chain.older(at, log);
      if (at != null) {
        log.blank(at.seq());
      }
    }
  }

  /// Writes a checkpoint, unless the last one is as new as the log.
  synchronized void checkpoint() throws IOException {
    Committer through = committer;
    Writer of = writer;
    if (through == null || of == null || of.visible() == checkpointSeq) {
      return;
    }
    log.completeSegments();
    int segments = log.segmentCount();
    var begun = new Checkpoint.Writing[1];
    var point = new Checkpoint.Point[1];
    through.exclusively(() -> {
      if (!log.isDurable()) {
        of.sync();
      }
      point[0] = new Checkpoint.Point(log.store(), of.visible(), of.time(), spaces.save());
      begun[0] = Checkpoint.Writing.begin(disk, index, point[0]);
    });
    Checkpoint.Writing writing = begun[0];
    if (writing != null) {
      fill(writing);
      checkpointSeq = point[0].seq();
      checkpointSegments = segments;
    }
  }

  private static void fill(Checkpoint.Writing writing) throws IOException {
    try {
      writing.fill();
      writing.finish();
    } catch (IOException | UncheckedIOException e) {
      writing.abandon();
      throw e;
    }
  }

  @Override
  public void close() {
    stopped = true;
    groupSync.close();
    Thread worker = thread;
    if (worker != null) {
      LockSupport.unpark(worker);
      join(worker);
    }
  }

  static void join(Thread worker) {
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
