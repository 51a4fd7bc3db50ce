package dev.varve.http.serve;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import java.net.SocketAddress;
import java.time.Duration;

/// One line for each request that is refused or connection that is cut by the wire itself, at most
/// ten a second and loop, so that an attack cannot fill a disk. Belongs to a loop.
public final class RefusalLog {
  private static final System.Logger LOG = LateLogger.of("dev.varve.http.refused");
  private static final int LINES_PER_SECOND = 10;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Clock clock;
  private long since;
  private int lines;
  private long left;

  RefusalLog(Clock clock) {
    this.clock = clock;
    this.since = clock.nanos();
  }

  /// Says that a client got this status, or nothing when it is 0, for this reason.
  public void refused(SocketAddress client, int status, String reason) {
    if (!LOG.isLoggable(System.Logger.Level.INFO)) {
      return;
    }
    long now = clock.nanos();
    if (now - since > SECOND) {
      since = now;
      lines = 0;
      tellLeft();
    }
    if (lines >= LINES_PER_SECOND) {
      left++;
      return;
    }
    lines++;
    LOG.log(
        System.Logger.Level.INFO,
        status == 0
            ? client + " was cut off: " + reason
            : client + " got " + status + ": " + reason);
  }

  private void tellLeft() {
    if (left > 0) {
      LOG.log(System.Logger.Level.INFO, "and " + left + " more clients refused");
      left = 0;
    }
  }
}
