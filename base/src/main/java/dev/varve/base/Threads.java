package dev.varve.base;

/// Waiting for threads.
public final class Threads {
  private Threads() {}

  /// Waits until the thread has ended, however often the waiting one is interrupted; the interrupt
  /// is kept for later.
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
