package dev.varve.store.node;

import dev.varve.base.Clock;
import dev.varve.store.Watch;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Follows the log.
final class LogWatch implements Watch {
  private static final int BATCH = 256;

  /// Patience is real time, wherever versions get theirs from.
  private static final Clock PATIENCE = Clock.SYSTEM;

  private final Reader reader;
  private final Bell bell;
  private final BooleanSupplier ended;
  private final Spec spec;
  private long next;
  private volatile boolean closed;

  /// What a store gives its watches.
  record Source(Reader reader, Bell bell, BooleanSupplier ended) {}

  LogWatch(Source source, Spec spec) {
    this.reader = source.reader();
    this.bell = source.bell();
    this.ended = source.ended();
    this.spec = spec;
    this.next = spec.from() == 0 ? reader.visible() + 1 : spec.from();
  }

  @Override
  public Event next(Duration patience) {
    long deadline = PATIENCE.nanos() + patience.toNanos();
    while (!isEnded()) {
      if (reader.isOvertaken(next, spec.namespace())) {
        long seq = reader.visible();
        next = seq + 1;
        return new Event.Compacted(seq);
      }
      Reader.Read read = reader.read(next, BATCH, spec);
      if (reader.isOvertaken(next, spec.namespace())) {
        continue;
      }
      next = read.next();
      if (!read.versions().isEmpty()) {
        return new Event.Changes(read.versions(), next - 1);
      }
      long left = deadline - PATIENCE.nanos();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        break;
      }
      bell.await(() -> reader.visible() >= next || isEnded(), left);
    }
    return new Event.Idle(next - 1);
  }

  @Override
  public boolean isEnded() {
    return closed || ended.getAsBoolean();
  }

  @Override
  public void close() {
    closed = true;
    bell.ring();
  }
}
