package dev.varve.http.net;

/// What happens when the owner of a connection throws: told, and the connection cut, so that no
/// other one suffers.
final class Crash {
  private static final System.Logger LOG = System.getLogger(Transport.class.getName());

  private Crash() {}

  static void close(Transport transport, RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "a connection failed by a bug and was closed", bug);
    transport.close();
  }
}
