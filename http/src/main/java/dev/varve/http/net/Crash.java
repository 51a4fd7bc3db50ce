package dev.varve.http.net;

import dev.varve.base.LateLogger;
import org.jspecify.annotations.Nullable;

/// What happens when the owner of a connection throws: told, and the connection cut, so that no
/// other one suffers.
final class Crash {
  private static final System.Logger LOG = LateLogger.of(Transport.class);

  private Crash() {}

  static void close(Transport transport, Transport.@Nullable Events owner, RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "a connection failed by a bug and was closed", bug);
    try {
      if (owner != null) {
        owner.crashed();
      }
    } catch (RuntimeException worse) {
      LOG.log(System.Logger.Level.ERROR, "and its owner could not let go of it", worse);
    } finally {
      transport.close();
    }
  }
}
