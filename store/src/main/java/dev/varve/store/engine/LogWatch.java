package dev.varve.store.engine;

import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Versions;
import dev.varve.store.txn.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Follows the log.
final class LogWatch implements Watch {
  private static final int BATCH = 256;

  private final Log log;
  private final Spaces spaces;
  private final Writer writer;
  private final Bell bell;
  private final BooleanSupplier ended;
  private final Spec spec;
  private final Versions versions = new Versions();
  private long next;
  private volatile boolean closed;

  /// What a store gives its watches.
  record Source(Log log, Spaces spaces, Writer writer, Bell bell, BooleanSupplier ended) {}

  LogWatch(Source source, Spec spec) {
    this.log = source.log();
    this.spaces = source.spaces();
    this.writer = source.writer();
    this.bell = source.bell();
    this.ended = source.ended();
    this.spec = spec;
    this.next = spec.from() == 0 ? writer.visible() + 1 : spec.from();
  }

  @Override
  public Event next(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isEnded()) {
      if (overtaken()) {
        long seq = writer.visible();
        next = seq + 1;
        return new Event.Compacted(seq);
      }
      List<Version> found = read();
      if (!found.isEmpty()) {
        return new Event.Changes(found, next - 1);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        break;
      }
      bell.await(() -> writer.visible() >= next || isEnded(), left);
    }
    return new Event.Idle(next - 1);
  }

  private boolean overtaken() {
    if (!spec.namespace().isEmpty()) {
      Space space = spaces.find(spec.namespace());
      return space != null && space.droppedThrough() >= next;
    }
    for (Space space : spaces.all()) {
      if (!isOwn(space) && space.droppedThrough() >= next) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOwn(Space space) {
    return space.name().startsWith("_");
  }

  /// Whole transactions that are visible, until there are enough versions.
  private List<Version> read() {
    var found = new ArrayList<Version>();
    long visible = writer.visible();
    while (next <= visible && found.size() < BATCH) {
      long seq = log.next(next);
      Entry entry = seq == 0 || seq > visible ? null : log.entry(seq);
      if (entry == null) {
        next = visible + 1;
        break;
      }
      long end = seq - entry.index() + entry.count() - 1;
      for (long at = seq; at <= end; at++) {
        take(log.entry(at), found);
      }
      next = end + 1;
    }
    return found;
  }

  private void take(@org.jspecify.annotations.Nullable Entry entry, List<Version> found) {
    if (entry == null) {
      return;
    }
    Space space = spaces.byId(entry.namespace());
    boolean wanted =
        spec.namespace().isEmpty() ? !isOwn(space) : space.name().equals(spec.namespace());
    if (!wanted) {
      return;
    }
    Version version = versions.of(entry, space.name());
    if (version.key().startsWith(spec.prefix()) && spec.filter().test(version)) {
      found.add(version);
    }
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
