package dev.varve.http.h1;

import dev.varve.http.ServerTimeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The time limits of a server's connection. Keeps when its phases began and says what is late; one
/// timer serves them all.
final class ConnectionClock {
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

  private final ServerTimeouts timeouts;
  private long phase;
  private long answerBy;
  private long bodySince;
  private long bodyCount;
  private boolean bodyWatched;
  private long stalledSince;
  private long stalledAt;
  private boolean stallWatched;

  ConnectionClock(ServerTimeouts timeouts, long now) {
    this.timeouts = timeouts;
    this.phase = now;
  }

  void headBegins(long now) {
    phase = now;
    bodyWatched = false;
  }

  void headEnds(long now) {
    phase = now;
    answerBy = now + timeouts.handler().toNanos();
  }

  void idleBegins(long now) {
    phase = now;
    bodyWatched = false;
  }

  void lingerBegins(long now) {
    phase = now;
  }

  /// When the current phase began.
  long phase() {
    return phase;
  }

  void answerBy(long deadline) {
    answerBy = deadline;
  }

  /// The next moment at which something may be late.
  long next(@Nullable H1Exchange exchange, Outbox out, boolean lingering) {
    if (lingering) {
      return phase + timeouts.linger().toNanos();
    }
    long next;
    if (exchange == null) {
      next = phase + timeouts.idle().toNanos();
    } else if (!exchange.hasHead()) {
      next = phase + timeouts.head().toNanos();
    } else {
      next = exchange.answered() ? phase + Duration.ofDays(1).toNanos() : answerBy;
      if (exchange.incoming().wants() && !exchange.isTunnel() && !exchange.mayPause()) {
        next = Math.min(next, watchBody(exchange));
      } else {
        bodyWatched = false;
      }
    }
    if (out.isCongested()) {
      next = Math.min(next, watchWrites(out));
    } else {
      stallWatched = false;
    }
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

  private long watchWrites(Outbox out) {
    long sent = out.total() - out.waiting();
    if (!stallWatched || sent != stalledAt) {
      stallWatched = true;
      stalledAt = sent;
      stalledSince = out.transport().loop().nanos();
    }
    return stalledSince + timeouts.write().toNanos();
  }

  /// What is late now; watching a body begins anew when it came fast enough.
  Verdict verdict(long now, @Nullable H1Exchange exchange, Outbox out, boolean lingering) {
    if (lingering) {
      return late(now, phase, timeouts.linger()) ? Verdict.IDLE : Verdict.FINE;
    }
    if (stallWatched && out.isCongested() && isStalled(now, out)) {
      return Verdict.WRITE_STALLED;
    }
    if (exchange == null) {
      return late(now, phase, timeouts.idle()) ? Verdict.IDLE : Verdict.FINE;
    }
    if (!exchange.hasHead()) {
      return late(now, phase, timeouts.head()) ? Verdict.HEAD_SLOW : Verdict.FINE;
    }
    if (isBodySlow(now, exchange)) {
      return Verdict.BODY_SLOW;
    }
    return !exchange.answered() && now - answerBy >= 0 ? Verdict.HANDLER_SLOW : Verdict.FINE;
  }

  private boolean isStalled(long now, Outbox out) {
    return out.total() - out.waiting() == stalledAt && late(now, stalledSince, timeouts.write());
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

  private static boolean late(long now, long since, Duration limit) {
    return now - since >= limit.toNanos();
  }
}
