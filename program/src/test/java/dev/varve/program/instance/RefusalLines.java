package dev.varve.program.instance;

import dev.varve.testkit.Await;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the wire says in the log of clients that it refused or cut off, while this is open.
final class RefusalLines extends Handler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("dev.varve.http.refused");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  RefusalLines() {
    LOG.addHandler(this);
  }

  /// Waits for a line that ends so.
  void await(String end) {
    Await.until("the log says" + end, () -> lines.stream().anyMatch(line -> line.endsWith(end)));
  }

  @Override
  public void publish(LogRecord told) {
    lines.add(told.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.removeHandler(this);
  }
}
