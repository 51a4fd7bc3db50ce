package dev.varve.http.net;

import org.jspecify.annotations.Nullable;

/// A deadline that can be moved any number of times without garbage. Made by [Loop#timer]; belongs
/// to that loop. Fires up to 100 ms late, never early.
public final class Timer {
  final Runnable action;
  private final TimerWheel wheel;
  long deadline;
  int tick;
  boolean armed;
  boolean linked;
  boolean due;
  @Nullable Timer next;
  @Nullable Timer previous;

  Timer(TimerWheel wheel, Runnable action) {
    this.wheel = wheel;
    this.action = action;
  }

  /// Fires once, so many nanoseconds from now, in place of any former deadline.
  public void start(long nanos) {
    startAt(wheel.nanos() + nanos);
  }

  /// Fires once when [Loop#nanos] has reached this.
  public void startAt(long deadlineNanos) {
    wheel.arm(this, deadlineNanos);
  }

  /// Does not fire any more, until started again.
  public void stop() {
    wheel.disarm(this);
  }

  /// As [#stop], for a timer that will be started again soon: it keeps its place, so that the next
  /// start costs two writes. What it belongs to stays reachable until that place comes round.
  public void rest() {
    armed = false;
  }

  public boolean isRunning() {
    return armed;
  }
}
