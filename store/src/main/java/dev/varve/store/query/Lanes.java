package dev.varve.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work cut into parts that several threads take, the caller's among them. All queries together
/// have one thread less than there are processors beside their own: whoever finds none left works
/// alone, which is what a busy machine wants anyway. The threads last as long as the work.
///
/// @param <T> what one thread makes of the parts it took
final class Lanes<T> {
  private static final Semaphore FREE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  /// Hands out the parts, from 0; below zero when there are no more, or no more are wanted.
  static final class Parts {
    private final int count;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean stopped;

    private Parts(int count) {
      this.count = count;
    }

    int next() {
      int part = stopped ? count : taken.getAndIncrement();
      return part < count ? part : -1;
    }

    /// Whether what is being done is in vain.
    boolean isStopped() {
      return stopped;
    }
  }

  /// Makes something of all the parts it is given.
  @FunctionalInterface
  interface Work<T> {
    T of(Parts parts);
  }

  /// One thread beside the caller's.
  private final class Lane implements Runnable {
    private final Thread thread = Thread.ofPlatform().daemon().name("varve-query").unstarted(this);
    private @Nullable T made;
    private @Nullable Throwable failure;

    @Override
    @SuppressWarnings("Interruption") // not interrupted: it ends with its part
    public void run() {
      try {
        made = work.get().of(parts);
      } catch (RuntimeException | Error e) {
        failure = e;
        parts.stopped = true;
      } finally {
        FREE.release();
      }
    }
  }

  private final Parts parts;
  private final Supplier<Work<T>> work;
  private final List<Lane> lanes = new ArrayList<>();

  private Lanes(int count, Supplier<Work<T>> work) {
    this.parts = new Parts(count);
    this.work = work;
  }

  /// What all threads made, one or more.
  ///
  /// @param work asked for once by each thread
  static <T> List<T> run(int parts, Supplier<Work<T>> work) {
    return new Lanes<>(parts, work).run();
  }

  private List<T> run() {
    while (lanes.size() < parts.count - 1 && FREE.tryAcquire()) {
      var lane = new Lane();
      lanes.add(lane);
      lane.thread.start();
    }
    var all = new ArrayList<T>();
    try {
      all.add(work.get().of(parts));
    } catch (RuntimeException | Error e) {
      parts.stopped = true;
      throw e;
    } finally {
      join();
    }
    for (Lane lane : lanes) {
      if (lane.failure instanceof RuntimeException failure) {
        throw failure;
      }
      if (lane.failure instanceof Error error) {
        throw error;
      }
      if (lane.made != null) {
        all.add(lane.made);
      }
    }
    return all;
  }

  /// Waits for all, even when interrupted: they read what belongs to the caller.
  private void join() {
    boolean interrupted = false;
    for (Lane lane : lanes) {
      while (true) {
        try {
          lane.thread.join();
          break;
        } catch (InterruptedException _) {
          interrupted = true;
          parts.stopped = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
