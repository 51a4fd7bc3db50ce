package dev.varve.store.log;

import dev.varve.base.Problem;
import dev.varve.base.Threads;
import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.index.Checkpoint;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a store does for itself, on a thread of its own: makes the next segment ready, writes the
/// tables of full ones, checkpoints the index. A step that fails, whatever the reason, is told in
/// the status and tried again.
final class Maintenance implements AutoCloseable {
  private static final int CHECKPOINT_SEGMENTS = 3;

  /// Runs of segments that are looked at in one go.
  private static final int STEPS = 2 * CHECKPOINT_SEGMENTS;

  /// After so many steps, a second each, with nothing to do, it looks again for what age lets go.
  private static final int AGAIN = 3600;

  private final Disk disk;
  private final Log log;
  private final KeyIndex index;
  private final Host host;

  /// A log of this size is worth a reserve, so that there is one before the disk is full.
  private static final long RESERVED_FROM = 4 << 20;

  private final Reserve reserve;
  private final Compactor compactor;
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile boolean wanted;
  private volatile @Nullable Problem problem;
  private volatile long checkpointSeq;
  private long checkpointForgotten;
  private int checkpointSegments;
  private int toLookAt;
  private int idle;

  /// What is tended.
  record Parts(Disk disk, Log log, KeyIndex index) {}

  /// The checkpoint there is.
  ///
  /// @param seq up to where
  /// @param forgotten how many keys were removed by then
  record Checked(long seq, long forgotten) {}

  Maintenance(Parts parts, Host host, Checked checked) {
    this.disk = parts.disk;
    this.log = parts.log;
    this.index = parts.index;
    this.host = host;
    this.reserve = new Reserve(disk);
    this.compactor = new Compactor(log, index, host, this::prepare);
    this.checkpointSegments = log.segmentCount();
    this.checkpointSeq = checked.seq;
    this.checkpointForgotten = checked.forgotten;
  }

  /// Runs by itself from now on.
  void start() {
    thread = Thread.ofPlatform().daemon().name("varve-store-maintenance").start(this::run);
  }

  /// A group was published: see whether there is something to do. Called by writers; cheap.
  void published() {
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

  /// Compaction takes longer than a fast writer has room for, so it does this in between.
  private void prepare() throws IOException {
    if (log.wantsPreparation()) {
      log.prepare();
    }
  }

  /// Does what others must not meet half way.
  synchronized <T> T undisturbed(Engine.Work<T> work) throws IOException {
    return work.run();
  }

  synchronized void step() {
    try {
      tend();
      problem = null;
    } catch (IOException e) {
      problem = problem(e.getMessage(), "check the disk; it is tried again");
    } catch (RuntimeException | Error e) {
      problem = problem(e.toString(), "run 'varve db verify' and report this; it is tried again");
    }
  }

  private static Problem problem(@Nullable String why, String next) {
    return Problem.of(
        StoreCode.IO_FAILED, "the store must be able to tend its files, but " + why, next);
  }

  private void tend() throws IOException {
    prepare();
    log.completeSegments();
    if (log.diskBytes() >= RESERVED_FROM) {
      reserve.hold(log.diskBytes());
    }
    if (log.segmentCount() - checkpointSegments >= CHECKPOINT_SEGMENTS) {
      checkpoint();
      checkpointSegments = log.segmentCount();
      toLookAt = log.segmentCount();
    }
    if (toLookAt > 0) {
      for (int i = 0; i < STEPS && !stopped; i++) {
        withReserve(() -> compactor.next(checkpointSeq));
      }
      toLookAt -= STEPS;
      idle = 0;
      host.tended();
    } else if (++idle == AGAIN) {
      toLookAt = log.segmentCount();
    }
  }

  /// What went wrong in the background, until it goes well.
  Optional<Problem> problem() {
    return Optional.ofNullable(problem).or(compactor::problem);
  }

  /// Lets go of what retention no longer keeps, of everything written so far.
  synchronized long compact() throws IOException {
    var freed = new long[1];
    withReserve(() -> {
      ifThereIsRoom(log::prepareToRollOver);
      host.exclusively(() -> ifThereIsRoom(log::rollOver));
      checkpoint();
      freed[0] = compactor.all(checkpointSeq);
      checkpoint(); // where keys were forgotten
    });
    return freed[0];
  }

  private void withReserve(Host.Work work) throws IOException {
    try {
      work.run();
    } catch (IOException e) {
      if (!Reserve.isDiskFull(e)) {
        throw e;
      }
      reserve.release();
      work.run();
    } finally {
      reserve.hold(log.diskBytes());
    }
  }

  private static void ifThereIsRoom(Host.Work work) throws IOException {
    try {
      work.run();
    } catch (IOException e) {
      if (!Reserve.isDiskFull(e)) {
        throw e;
      }
    }
  }

  /// Blanks the values of a key's versions before this one.
  synchronized void erase(long seq) throws IOException {
    var rolled = new boolean[1];
    ifThereIsRoom(log::prepareToRollOver);
    host.exclusively(() -> {
      log.rollOver();
      rolled[0] = true;
    });
    if (!rolled[0]) {
      throw new IOException("the store has stopped; the values are erased when it is opened again");
    }
    log.completeSegments();
    var seqs = new ArrayList<Long>();
    for (Entry at = log.entry(seq); at != null; at = Chain.older(at, log)) {
      if (at.seq() != seq) {
        seqs.add(at.seq());
      }
    }
    compactor.erase(seqs);
  }

  /// Writes a checkpoint, unless the last one is as new as the log and has forgotten as many keys.
  synchronized void checkpoint() throws IOException {
    log.completeSegments();
    int segments = log.segmentCount();
    var begun = new Checkpoint.Writing[1];
    var point = new Checkpoint.Point[1];
    host.exclusively(() -> {
      if (log.last() != checkpointSeq || log.forgotten() != checkpointForgotten) {
        if (!log.isDurable()) {
          log.sync();
        }
        Engine.Saved state = host.state();
        point[0] =
            new Checkpoint.Point(
                log.store(), log.last(), state.time(), log.forgotten(), state.bytes());
        begun[0] = Checkpoint.Writing.begin(disk, index, point[0]);
      }
    });
    Checkpoint.Writing writing = begun[0];
    if (writing != null) {
      fill(writing);
      checkpointSeq = point[0].seq();
      checkpointForgotten = point[0].forgotten();
      checkpointSegments = segments;
    }
  }

  private static void fill(Checkpoint.Writing writing) throws IOException {
    try {
      writing.fill();
      writing.finish();
    } catch (IOException e) {
      writing.abandon();
      throw e;
    }
  }

  @Override
  public void close() {
    stopped = true;
    Thread worker = thread;
    if (worker != null) {
      LockSupport.unpark(worker);
      Threads.join(worker);
    }
  }
}
