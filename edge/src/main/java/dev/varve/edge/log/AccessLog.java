package dev.varve.edge.log;

import dev.varve.base.LateLogger;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Takes full pages of lines from the loops and writes them on a thread of its own. The queue
/// between is bounded: when the sink is too slow, lines are dropped and counted, and no request
/// waits.
///
/// Having written all there was, the writer rests for a moment before it asks to be woken: waking
/// it for each page costs a busy loop 5 % of its time, on one core.
public final class AccessLog implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(AccessLog.class);
  private static final int PAGES = 64;
  private static final int PAGES_WAITING = 8;
  private static final long REST_NANOS = 50_000_000;

  private final LogSink sink;
  private final ArrayBlockingQueue<Page> full = new ArrayBlockingQueue<>(PAGES);
  private final ArrayBlockingQueue<Page> free = new ArrayBlockingQueue<>(PAGES * 4);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;

  /// Lines of one loop.
  static final class Page {
    static final int BYTES = 64 * 1024;

    final byte[] bytes = new byte[BYTES];
    int length;
    int lines;
  }

  /// Begins to write.
  public AccessLog(LogSink sink) {
    this.sink = sink;
    this.writer = Thread.ofPlatform().daemon().name("varve-access-log").start(this::work);
  }

  /// How many lines were dropped since the start.
  public long dropped() {
    return dropped.get();
  }

  Page page() {
    Page page = free.poll();
    return page == null ? new Page() : page;
  }

  void hand(Page page) {
    if (!full.offer(page)) {
      dropped.addAndGet(page.lines);
      recycle(page);
    } else if (full.size() >= PAGES_WAITING) {
      LockSupport.unpark(writer); // it may be resting
    }
  }

  private void recycle(Page page) {
    page.length = 0;
    page.lines = 0;
    // More than these are never out: those in the queue, and one for each loop and the writer.
    free.offer(page);
  }

  private void work() {
    @Nullable Page page = next();
    while (page != null) {
      try {
        sink.write(page.bytes, page.length);
      } catch (IOException cause) {
        dropped.addAndGet(page.lines);
        LOG.log(System.Logger.Level.ERROR, "cannot write the access log", cause);
      }
      recycle(page);
      page = next();
    }
  }

  private @Nullable Page next() {
    Page there = full.poll();
    if (there != null) {
      return there;
    }
    LockSupport.parkNanos(REST_NANOS);
    try {
      return closing ? full.poll() : full.take();
    } catch (InterruptedException _) {
      // Only close() interrupts: what is left is written, then there is no more.
      return full.poll();
    }
  }

  /// Writes what was handed over, then ends. Loops must not hand over more.
  @Override
  public void close() {
    closing = true;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
