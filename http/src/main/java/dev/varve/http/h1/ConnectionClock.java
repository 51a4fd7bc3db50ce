package dev.varve.http.h1;

import dev.varve.http.ServerTimeouts;
import dev.varve.http.h1.ExchangeClock.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The time limits of a connection: how long it may be quiet, and whether its client takes what it
/// is sent. Those of a request are kept by its [ExchangeClock].
final class ConnectionClock {
  private @Nullable WriteWatch stall;
  private long quietSince;

  ConnectionClock(long now) {
    quietSince = now;
  }

  /// From now on the connection idles or lingers.
  void quiet(long now) {
    quietSince = now;
  }

  /// The next moment at which something may be too late.
  long next(H1Connection connection) {
    H1Exchange exchange = connection.timed();
    long next =
        exchange == null
            ? quietSince + quietMost(connection).toNanos()
            : exchange.clock().next(exchange);
    Outbox out = connection.out();
    if (connection.isLingering() || !out.isCongested()) {
      stall = null;
      return next;
    }
    if (stall == null) {
      stall = new WriteWatch(timeouts(connection).write());
    }
    return Math.min(next, stall.deadline(out));
  }

  /// What is late now.
  Verdict verdict(H1Connection connection) {
    long now = connection.loop().nanos();
    if (stall != null && stall.isLate(now, connection.out())) {
      return Verdict.WRITE_STALLED;
    }
    H1Exchange exchange = connection.timed();
    if (exchange != null) {
      return exchange.clock().verdict(now, exchange);
    }
    boolean late = ExchangeClock.late(now, quietSince, quietMost(connection));
    return late ? Verdict.IDLE : Verdict.FINE;
  }

  private static Duration quietMost(H1Connection connection) {
    ServerTimeouts timeouts = timeouts(connection);
    return connection.isLingering() ? timeouts.linger() : timeouts.idle();
  }

  private static ServerTimeouts timeouts(H1Connection connection) {
    return connection.serving().timeouts();
  }
}
