package dev.varve.program.instance;

import dev.varve.base.LateLogger;
import java.util.ArrayDeque;

/// Parts that were started, closed in the opposite order. A part that fails to close is told and
/// does not keep the others open.
final class Closing implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Closing.class);

  private final ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();

  /// Remembers a part; returns it.
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.ERROR, "a part of the program did not close", e);
      }
    }
  }
}
