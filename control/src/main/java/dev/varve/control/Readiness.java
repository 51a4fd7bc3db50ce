package dev.varve.control;

/// How far the process is, for those who ask whether to send it traffic. Safe for use by several
/// threads.
public final class Readiness {
  /// One after the other, never back.
  public enum State {
    /// Parts are being started.
    STARTING,
    /// Listeners answer.
    READY,
    /// No new traffic, please; what is in flight is finished.
    DRAINING
  }

  private volatile State state = State.STARTING;

  public Readiness() {}

  public State state() {
    return state;
  }

  /// Moves on; moving back is of no effect.
  public synchronized void advance(State next) {
    if (state.compareTo(next) < 0) {
      state = next;
    }
  }
}
