package dev.varve.http.h1;

import dev.varve.http.ServerTimeouts;
import java.time.Duration;

/// The time limits of a request: keeps when its phases began and says what is late. Belongs to an
/// exchange, so that an idle connection has none.
final class ExchangeClock {
  /// What is late.
  enum Verdict {
    FINE,
    IDLE,
    HEAD_SLOW,
    BODY_SLOW,
    HANDLER_SLOW,
    WRITE_STALLED
  }

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final ServerTimeouts timeouts;
  private long phase;
  private long answerBy;
  private long bodySince;
  private long bodyCount;
  private boolean bodyWatched;

  ExchangeClock(ServerTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  void headBegins(long now) {
    phase = now;
    bodyWatched = false;
  }

  void headEnds(long now) {
    phase = now;
    answerBy = now + timeouts.handler().toNanos();
  }

  /// When the current phase began.
  long phase() {
    return phase;
  }

  void answerBy(long deadline) {
    answerBy = deadline;
  }

  /// The next moment at which something may be late.
  long next(H1Exchange exchange) {
    if (!exchange.hasHead()) {
      return phase + timeouts.head().toNanos();
    }
    long next = exchange.answered() ? phase + DAY : answerBy;
    if (exchange.incoming().wants() && !exchange.isTunnel() && !exchange.mayPause()) {
      return Math.min(next, watchBody(exchange));
    }
    bodyWatched = false;
    return next;
  }

  private long watchBody(H1Exchange exchange) {
    if (!bodyWatched) {
      bodyWatched = true;
      bodySince = exchange.loop().nanos();
      bodyCount = exchange.bytesIn();
    }
    return bodySince + timeouts.bodyGrace().toNanos();
  }

  /// What is late now; watching a body begins anew when it came fast enough.
  Verdict verdict(long now, H1Exchange exchange) {
    if (!exchange.hasHead()) {
      return late(now, phase, timeouts.head()) ? Verdict.HEAD_SLOW : Verdict.FINE;
    }
    if (isBodySlow(now, exchange)) {
      return Verdict.BODY_SLOW;
    }
    return !exchange.answered() && now - answerBy >= 0 ? Verdict.HANDLER_SLOW : Verdict.FINE;
  }

  private boolean isBodySlow(long now, H1Exchange exchange) {
    if (!bodyWatched || !late(now, bodySince, timeouts.bodyGrace())) {
      return false;
    }
    long seconds = Math.max(1, (now - bodySince) / SECOND);
    boolean slow = exchange.bytesIn() - bodyCount < seconds * timeouts.bodyBytesPerSecond();
    bodyWatched = false;
    return slow && exchange.incoming().wants();
  }

  static boolean late(long now, long since, Duration limit) {
    return now - since >= limit.toNanos();
  }
}
