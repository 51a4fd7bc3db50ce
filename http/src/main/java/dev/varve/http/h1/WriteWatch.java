package dev.varve.http.h1;

import java.time.Duration;

/// Whether a client that refused bytes takes some in time. There is one only while it holds them
/// up.
final class WriteWatch {
  private final Duration limit;
  private long since;
  private long sentBefore = -1;

  WriteWatch(Duration limit) {
    this.limit = limit;
  }

  /// When the client is late, unless it takes something before.
  long deadline(Outbox out) {
    long sent = out.total() - out.waiting();
    if (sent != sentBefore) {
      sentBefore = sent;
      since = out.transport().loop().nanos();
    }
    return since + limit.toNanos();
  }

  boolean isLate(long now, Outbox out) {
    boolean none = out.isCongested() && out.total() - out.waiting() == sentBefore;
    return none && ExchangeClock.late(now, since, limit);
  }
}
