package dev.varve.store.node;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.txn.Decision;
import dev.varve.store.txn.Request;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Orders writers without a thread of its own. Callers queue; whoever finds nobody leading leads:
/// takes the whole queue, commits it with as few syncs as possible and wakes the others. While one
/// group syncs the next one queues. A caller alone commits without any hand-over.
final class Committer {
  private final Writer writer;
  private final Runnable published;
  private final AtomicReference<@Nullable Ticket> queue = new AtomicReference<>();
  private final AtomicBoolean led = new AtomicBoolean();
  private volatile @Nullable Failure dead;

  /// A request in the queue.
  private static final class Ticket {
    final Request request;
    final Thread caller = Thread.currentThread();
    @Nullable Ticket next;
    @Nullable Decision decision;
    volatile boolean done;

    Ticket(Request request) {
      this.request = request;
    }
  }

  /// @param published told after each group, by the thread that leads; must not block
  Committer(Writer writer, Runnable published) {
    this.writer = writer;
    this.published = published;
  }

  /// Returns when the decision is final and as durable as it has to be.
  Decision commit(Request request) {
    return commitAll(List.of(request)).getFirst();
  }

  List<Decision> commitAll(List<Request> requests) {
    var tickets = new ArrayList<Ticket>(requests.size());
    for (Request request : requests) {
      var ticket = new Ticket(request);
      tickets.add(ticket);
      push(ticket);
    }
    if (!tickets.isEmpty()) {
      await(tickets.getLast());
    }
    return decisions(tickets);
  }

  private List<Decision> decisions(List<Ticket> tickets) {
    var decisions = new ArrayList<Decision>(tickets.size());
    for (Ticket ticket : tickets) {
      Decision decision = ticket.decision;
      if (decision == null) {
        throw failure();
      }
      decisions.add(decision);
    }
    return decisions;
  }

  private Failure failure() {
    Failure cause = dead;
    return cause == null
        ? new Failure(StoreCode.CLOSED, "the store must be open to write, but is closed", "")
        : new Failure(cause.problems());
  }

  private void push(Ticket ticket) {
    Ticket head;
    do {
      head = queue.get();
      ticket.next = head;
    } while (!queue.compareAndSet(head, ticket));
  }

  private void await(Ticket last) {
    boolean interrupted = false;
    while (!last.done) {
      if (led.compareAndSet(false, true)) {
        leadOnce();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      last.caller.interrupt();
    }
  }

  /// Commits everything queued, then gives the lead away.
  private void leadOnce() {
    List<Ticket> batch = takeQueue();
    try {
      commitBatch(batch);
    } finally {
      led.set(false);
      Ticket waiting = queue.get();
      if (waiting != null) {
        LockSupport.unpark(waiting.caller);
      }
    }
    wake(batch);
  }

  private List<Ticket> takeQueue() {
    var batch = new ArrayList<Ticket>();
    for (Ticket at = queue.getAndSet(null); at != null; at = at.next) {
      batch.add(at);
    }
    return batch.reversed();
  }

  private void commitBatch(List<Ticket> batch) {
    int done = 0;
    try {
      for (int i = 0; i < batch.size() && dead == null; i++) {
        Ticket ticket = batch.get(i);
        ticket.decision = writer.add(ticket.request);
        if (ticket.decision == null) {
          done = flush(batch, done, i);
          ticket.decision = writer.add(ticket.request);
        } else if (writer.isFull()) {
          done = flush(batch, done, i + 1);
        }
      }
      flush(batch, done, batch.size());
    } catch (IOException e) {
      die(e);
    } catch (RuntimeException | Error e) {
      die(e);
      throw e;
    } finally {
      finish(batch);
    }
  }

  private int flush(List<Ticket> batch, int from, int to) throws IOException {
    writer.flush();
    for (int i = from; i < to; i++) {
      batch.get(i).done = true;
    }
    published.run();
    return to;
  }

  /// Whatever was not flushed by now has no outcome.
  private static void finish(List<Ticket> batch) {
    for (Ticket ticket : batch) {
      if (!ticket.done) {
        ticket.decision = null;
        ticket.done = true;
      }
    }
  }

  private static void wake(List<Ticket> batch) {
    Thread self = Thread.currentThread();
    for (Ticket ticket : batch) {
      if (!ticket.caller.equals(self)) {
        LockSupport.unpark(ticket.caller);
      }
    }
  }

  private void die(Throwable cause) {
    dead =
        new Failure(
            Problem.of(
                StoreCode.IO_FAILED,
                "the log must be written and synced, but that failed: " + cause.getMessage(),
                "check the device and start again"),
            cause);
  }

  /// Something done in the place of a group.
  interface Work {
    void run() throws IOException;
  }

  /// Runs between two groups.
  void exclusively(Work work) {
    while (!led.compareAndSet(false, true)) {
      LockSupport.parkNanos(20_000);
    }
    try {
      if (dead == null) {
        work.run();
      }
    } catch (IOException e) {
      die(e);
    } finally {
      led.set(false);
      Ticket waiting = queue.get();
      if (waiting != null) {
        LockSupport.unpark(waiting.caller);
      }
    }
  }

  /// Why no more writes are taken, or null.
  @Nullable Failure dead() {
    return dead;
  }

  /// Takes no more writes, for this reason.
  void stop(Failure reason) {
    exclusively(() -> dead = dead == null ? reason : dead);
  }
}
