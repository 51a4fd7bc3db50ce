package dev.varve.store.engine;

import dev.varve.base.Problem;
import dev.varve.store.StoreCode;
import dev.varve.store.index.Checkpoint;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Disk;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a store does for itself, on a thread of its own: makes the next segment ready, writes the
/// tables of full ones, checkpoints the index. A step that fails is told in the status and tried
/// again.
final class Maintenance implements AutoCloseable {
  private static final int CHECKPOINT_SEGMENTS = 3;

  private final Disk disk;
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final GroupSync groupSync = new GroupSync();
  private @Nullable Committer committer;
  private @Nullable Writer writer;
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile boolean wanted;
  private volatile @Nullable Problem problem;
  private volatile long checkpointSeq;
  private int checkpointSegments;

  Maintenance(Disk disk, Log log, KeyIndex index, Spaces spaces, long checkpointSeq) {
    this.disk = disk;
    this.log = log;
    this.index = index;
    this.spaces = spaces;
    this.checkpointSeq = checkpointSeq;
    this.checkpointSegments = log.segmentCount();
  }

  /// @param background run by itself
  void start(Committer through, Writer of, boolean background) {
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
