package dev.varve.store.node;

import dev.varve.store.txn.Decision;
import dev.varve.store.txn.Request;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A place in the queue of the [Committer]: a request, or work that needs the log to itself. Who
/// leads fills it in and sets [#done] last; whoever waits for it reads the rest only then.
final class Ticket {
  final @Nullable Request request;
  final @Nullable Work work;

  /// Who waits, or null.
  final @Nullable Thread caller;

  /// Who is told instead, or null.
  final @Nullable Told told;

  @Nullable Ticket next;
  @Nullable Decision decision;

  /// What the work threw.
  @Nullable RuntimeException thrown;

  /// Callers that are woken by this one.
  private @Nullable Ticket left;

  private @Nullable Ticket right;
  volatile boolean done;

  /// Whether its caller sleeps, or is about to.
  private volatile boolean asleep;

  /// What is run when it is done.
  ///
  /// @param executor where; must not block
  record Told(Executor executor, Runnable run) {}

  /// Something done in the place of a group.
  interface Work {
    void run() throws IOException;
  }

  private Ticket(
      @Nullable Request request,
      @Nullable Work work,
      @Nullable Thread caller,
      @Nullable Told told) {
    this.request = request;
    this.work = work;
    this.caller = caller;
    this.told = told;
  }

  /// The calling thread waits.
  static Ticket of(Request request) {
    return new Ticket(request, null, Thread.currentThread(), null);
  }

  /// Nobody waits.
  static Ticket of(Request request, @Nullable Told told) {
    return new Ticket(request, null, null, told);
  }

  /// The calling thread waits for work that has to be done by some thread.
  static Ticket of(Work work) {
    return new Ticket(null, work, Thread.currentThread(), null);
  }

  /// Runs the work.
  void runWork(Work of) throws IOException {
    try {
      of.run();
    } catch (RuntimeException e) {
      thrown = e;
    }
  }

  /// Those that its caller wakes in turn.
  void wakes(@Nullable Ticket one, @Nullable Ticket other) {
    left = one;
    right = other;
  }

  /// Sleeps until it is woken, perhaps without a reason; not when it is done.
  void sleep(Object blocker) {
    asleep = true;
    if (!done) {
      LockSupport.park(blocker);
    }
    asleep = false;
  }

  /// To be called when it is done. Who does not sleep sees that by itself.
  void wake() {
    if (asleep) {
      LockSupport.unpark(caller);
    }
  }

  /// To be called by its caller when it goes on.
  void wakeOthers() {
    if (left != null) {
      left.wake();
    }
    if (right != null) {
      right.wake();
    }
  }
}
