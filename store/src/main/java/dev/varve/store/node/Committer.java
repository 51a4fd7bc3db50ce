package dev.varve.store.node;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
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
import org.jspecify.annotations.Nullable;

/// Orders writers. Callers queue; whoever finds nobody leading leads: takes the whole queue and
/// commits it with as few syncs as possible. While one group syncs the next one queues. A caller
/// alone commits without any hand-over. Where more was queued meanwhile, [CommitThread] goes on, so
/// that the device never waits for a caller to wake; it also leads for virtual threads, which would
/// hold their carriers during the sync, and for those that do not wait.
///
/// Callers of a group wake each other as a tree, so that the next group begins at once.
final class Committer implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Committer.class);

  /// How often a caller lets others run before it sleeps. Where many write, its group is often done
  /// when it runs again, and nobody has to wake it.
  private static final int YIELDS = 2;

  private final Writer writer;
  private final Runnable published;
  private final AtomicReference<@Nullable Ticket> queue = new AtomicReference<>();
  private final AtomicBoolean led = new AtomicBoolean();
  private final CommitThread thread = new CommitThread(this::leadWhileQueued);
  private volatile @Nullable Failure dead;

  /// Callers of the group under way; the leader's.
  private final List<Ticket> waiting = new ArrayList<>();

  private final Tellings tellings = new Tellings();

  /// @param published told after each group, by the thread that leads; must not block
  Committer(Writer writer, Runnable published) {
    this.writer = writer;
    this.published = published;
  }

  /// Returns when the decision is final and as durable as it has to be.
  Decision commit(Request request) {
    Ticket ticket = Ticket.of(request);
    push(ticket, ticket);
    await(ticket);
    return decision(ticket);
  }

  List<Decision> commitAll(List<Request> requests) {
    var tickets = new ArrayList<Ticket>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      boolean last = i == requests.size() - 1;
      tickets.add(last ? Ticket.of(requests.get(i)) : Ticket.of(requests.get(i), null));
    }
    if (!tickets.isEmpty()) {
      pushAll(tickets);
      await(tickets.getLast());
    }
    return tickets.stream().map(this::decision).toList();
  }

  /// Queues without waiting. Whoever leads sees to it that each is told.
  void submit(List<Ticket> tickets) {
    if (!tickets.isEmpty()) {
      pushAll(tickets);
      seeToIt();
    }
  }

  /// The decision of a ticket that is done.
  Decision decision(Ticket ticket) {
    Decision decision = ticket.decision;
    if (decision == null) {
      throw failure();
    }
    return decision;
  }

  private Failure failure() {
    Failure cause = dead;
    return cause == null
        ? new Failure(StoreCode.CLOSED, "the store must be open to write, but is closed", "")
        : new Failure(cause.problems());
  }

  private void pushAll(List<Ticket> tickets) {
    for (int i = 1; i < tickets.size(); i++) {
      tickets.get(i).next = tickets.get(i - 1);
    }
    push(tickets.getFirst(), tickets.getLast());
  }

  /// The queue has its newest first.
  private void push(Ticket oldest, Ticket newest) {
    Ticket head;
    do {
      head = queue.get();
      oldest.next = head;
    } while (!queue.compareAndSet(head, newest));
  }

  @SuppressWarnings("ThreadPriorityCheck") // speed only, nothing depends on it
  private void await(Ticket ticket) {
    Thread self = Thread.currentThread();
    boolean interrupted = false;
    int yields = self.isVirtual() ? YIELDS : 0;
    if (self.isVirtual()) {
      seeToIt();
    }
    while (!ticket.done) {
      if (!self.isVirtual() && !led.get() && led.compareAndSet(false, true)) {
        lead();
      } else if (yields < YIELDS) {
        yields++;
        Thread.yield();
      } else {
        ticket.sleep(this);
        interrupted |= Thread.interrupted();
      }
    }
    ticket.wakeOthers();
    if (interrupted) {
      self.interrupt();
    }
  }

  /// Somebody will lead. Whoever does looks at the queue once more after giving the lead away.
  private void seeToIt() {
    if (!led.get() && !thread.wake()) {
      leadWhileQueued();
    }
  }

  private void leadWhileQueued() {
    while (queue.get() != null && led.compareAndSet(false, true)) {
      commitQueue();
      led.set(false);
    }
  }

  /// Commits what is queued now, then gives the lead away.
  private void lead() {
    try {
      commitQueue();
    } finally {
      led.set(false);
      if (queue.get() != null && !thread.wake()) {
        leadWhileQueued();
      }
    }
  }

  private void commitQueue() {
    Ticket first = takeQueue();
    @Nullable Ticket open = first;
    try {
      for (Ticket at = first; at != null && dead == null; at = at.next) {
        Request request = at.request;
        if (request == null) {
          flush(open, at);
          work(at);
          open = at.next;
          settle(at, open);
        } else {
          at.decision = writer.add(request);
          if (at.decision == null) {
            open = flush(open, at);
            at.decision = writer.add(request);
          } else if (writer.isFull()) {
            open = flush(open, at.next);
          }
        }
      }
      if (dead == null) {
        open = flush(open, null);
      }
    } catch (IOException e) {
      die(e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "writing failed, so no more is written", e);
      die(e);
    } finally {
      abandon(open);
    }
  }

  /// Oldest first.
  private @Nullable Ticket takeQueue() {
    Ticket first = null;
    for (Ticket at = queue.getAndSet(null); at != null; ) {
      Ticket older = at.next;
      at.next = first;
      first = at;
      at = older;
    }
    return first;
  }

  private static void work(Ticket ticket) throws IOException {
    Ticket.Work work = ticket.work;
    if (work != null) {
      ticket.runWork(work);
    }
  }

  /// Writes what was decided. Returns where the next group begins.
  private @Nullable Ticket flush(@Nullable Ticket from, @Nullable Ticket to) throws IOException {
    writer.flush();
    published.run();
    settle(from, to);
    return to;
  }

  /// Whatever was not flushed by now has no outcome.
  private void abandon(@Nullable Ticket from) {
    for (Ticket at = from; at != null; at = at.next) {
      at.decision = null;
    }
    settle(from, null);
  }

  /// Tells everybody of a group.
  private void settle(@Nullable Ticket from, @Nullable Ticket to) {
    Thread self = Thread.currentThread();
    for (Ticket at = from; at != null && at != to; at = at.next) {
      if (at.caller != null && !at.caller.equals(self)) {
        waiting.add(at);
      }
    }
    int count = waiting.size();
    for (int i = 0; 2 * i + 1 < count; i++) {
      Ticket other = 2 * i + 2 < count ? waiting.get(2 * i + 2) : null;
      waiting.get(i).wakes(waiting.get(2 * i + 1), other);
    }
    for (Ticket at = from; at != null && at != to; at = at.next) {
      if (at.caller == null || at.caller.equals(self)) {
        finish(at);
      }
    }
    tellings.send();
    // The last first: whoever sees that it is done wakes others, which must be done by then.
    for (int i = count - 1; i >= 0; i--) {
      waiting.get(i).done = true;
    }
    if (count > 0) {
      waiting.getFirst().wake();
      waiting.clear();
    }
  }

  /// Nobody waits for it asleep.
  private void finish(Ticket ticket) {
    ticket.done = true;
    Ticket.Told told = ticket.told;
    if (told != null) {
      tellings.add(told.executor(), told.run());
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

  /// Runs something between two groups, on whatever thread leads. Nothing when writes are taken no
  /// more.
  void exclusively(Ticket.Work work) {
    Ticket ticket = Ticket.of(work);
    push(ticket, ticket);
    await(ticket);
    if (ticket.thrown != null) {
      throw ticket.thrown;
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

  /// Ends the thread, after [#stop].
  @Override
  public void close() {
    thread.close();
  }
}
