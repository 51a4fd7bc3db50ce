package dev.varve.program.instance;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.ListeningSockets;
import dev.varve.http.net.Loops;
import dev.varve.http.net.Transport;
import dev.varve.http.server.HttpServer;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one process takes over from another on the same data directory, as for a new version of the
/// program: the old one waits at a unix socket there. Whoever connects gets its listening sockets
/// and the old one ends; it closes the connection when it has closed its store, and the new one
/// goes on. Clients that connect in between wait in the kernel.
///
/// Only its owner may open the socket.
final class Takeover implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Takeover.class);
  private static final String SOCKET = "takeover.sock";
  private static final Acceptor.Options ONE = new Acceptor.Options(1, false, false);

  private final Path path;
  private @Nullable Acceptor acceptor;
  private volatile @Nullable Transport successor;

  Takeover(Path data) {
    this.path = data.toAbsolutePath().resolve(SOCKET);
  }

  /// What the process that runs on the data directory listens on; nothing when none runs. Waits for
  /// it to end.
  ///
  /// @throws Failure when it does not
  ListeningSockets receive(Duration patience, Clock clock) {
    if (!Files.exists(path)) {
      return ListeningSockets.none();
    }
    try {
      return ListeningSockets.receive(path, patience, clock);
    } catch (java.net.ConnectException _) {
      return ListeningSockets.none(); // left over from one that died
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              path.toString(),
              "the running process must hand over its listeners, but did not: " + e.getMessage(),
              "stop it with `varve stop` and start without --takeover"),
          e);
    }
  }

  /// From now on hands over to whoever asks, and then has this process end. Where that cannot be,
  /// the program runs without.
  void offer(Loops loops, HttpServer server, Runnable end) {
    if (loops.kind() != Loops.Kind.EPOLL) {
      return;
    }
    try {
      Files.deleteIfExists(path);
      var address = UnixDomainSocketAddress.of(path);
      acceptor = loops.get(0).listen(address, ONE, asking -> give(asking, server, end));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "this process cannot be taken over from: " + e);
    }
  }

  private void give(Transport asking, HttpServer server, Runnable end) {
    if (successor != null) {
      asking.close();
      return;
    }
    try {
      server.give(asking);
      successor = asking;
      end.run();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "listeners cannot be handed over", e);
      asking.close();
    }
  }

  /// Whether another process serves now what this one did.
  boolean isTaken() {
    return successor != null;
  }

  /// Nobody may ask any more. To be called while loops run.
  void stop() {
    Acceptor waiting = acceptor;
    if (waiting == null) {
      return;
    }
    acceptor = null;
    waiting.close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove " + path, e);
    }
  }

  /// Everything else is closed: the other process may go on.
  @Override
  public void close() {
    Transport waiting = successor;
    if (waiting != null) {
      waiting.close();
    }
  }
}
