package dev.varve.http.net;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Timers in 1,024 slots of 100 ms each, as doubly linked lists.
///
/// A timer whose deadline moves back stays where it is and is put right when its slot comes round:
/// deadlines of connections nearly always move back, so that starting costs two writes. Timers
/// further away than the wheel reaches wait in its last slot.
final class TimerWheel {
  static final long TICK = Duration.ofMillis(100).toNanos();
  private static final int SLOTS = 1024;
  private static final System.Logger LOG = LateLogger.of(TimerWheel.class);

  private final Clock clock;
  private final long origin;
  private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
  private long passed;
  private @Nullable Timer sweeping;
  private int linked;

  TimerWheel(Clock clock) {
    this.clock = clock;
    this.origin = clock.nanos();
  }

  long nanos() {
    return clock.nanos();
  }

  /// Whether any timer waits.
  boolean isEmpty() {
    return linked == 0;
  }

  void arm(Timer timer, long deadline) {
    timer.deadline = deadline;
    timer.armed = true;
    long tick = tickOf(deadline);
    if (timer.linked) {
      if (timer.tick - (int) tick <= 0) {
        return;
      }
      unlink(timer);
    }
    link(timer, tick);
  }

  void disarm(Timer timer) {
    timer.armed = false;
    if (timer.linked) {
      unlink(timer);
    }
  }

  /// Fires what is due.
  void advance() {
    long now = clock.nanos();
    long target = (now - origin) / TICK;
    if (target - passed > SLOTS) {
      passed = target - SLOTS;
    }
    while (passed < target) {
      passed++;
      sweep((int) (passed % SLOTS), now);
    }
  }

  private void sweep(int slot, long now) {
    Timer due = slots[slot];
    slots[slot] = null;
    for (Timer each = due; each != null; each = each.next) {
      each.due = true;
    }
    // A timer that fires may stop others of the same list; they are unlinked from it as usual.
    sweeping = due;
    while (sweeping != null) {
      Timer first = sweeping;
      unlink(first);
      settle(first, now);
    }
  }

  private void settle(Timer timer, long now) {
    if (!timer.armed) {
      return;
    }
    if (timer.deadline - now > 0) {
      link(timer, tickOf(timer.deadline));
    } else {
      timer.armed = false;
      fire(timer);
    }
  }

  /// A bug in one action must not keep the others from firing.
  private static void fire(Timer timer) {
    try {
      timer.action.run();
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a timer of an event loop failed", bug);
    }
  }

  private long tickOf(long deadline) {
    long tick = (deadline - origin + TICK - 1) / TICK;
    return Math.min(Math.max(tick, passed + 1), passed + SLOTS - 1);
  }

  private void link(Timer timer, long tick) {
    int slot = (int) (tick % SLOTS);
    Timer head = slots[slot];
    timer.linked = true;
    timer.tick = (int) tick;
    timer.previous = null;
    timer.next = head;
    if (head != null) {
      head.previous = timer;
    }
    slots[slot] = timer;
    linked++;
  }

  private void unlink(Timer timer) {
    Timer before = timer.previous;
    Timer after = timer.next;
    if (before != null) {
      before.next = after;
    } else if (timer.due) {
      sweeping = after;
    } else {
      slots[timer.tick & (SLOTS - 1)] = after;
    }
    if (after != null) {
      after.previous = before;
    }
    timer.linked = false;
    timer.due = false;
    timer.next = null;
    timer.previous = null;
    linked--;
  }
}
