package dev.varve.http.net;

import dev.varve.base.LateLogger;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Accepts the connections of a listening socket, of either kind, and hands them over as turns.
final class LoopAcceptor implements Acceptor {
  /// A socket that listens.
  interface Socket extends Watch.Socket {
    /// The next connection that waits, or null.
    @Nullable SocketTransport accept() throws IOException;
  }

  private static final int BATCH = 64;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final System.Logger LOG = LateLogger.of(Acceptor.class);

  private final Loop loop;
  private final Socket socket;
  private final Accepted accepted;
  private final Watch watch;

  LoopAcceptor(Loop loop, Socket socket, Accepted accepted) {
    this.loop = loop;
    this.socket = socket;
    this.accepted = accepted;
    this.watch = new Watch(loop, socket, this::accept);
  }

  LoopAcceptor begin() {
    watch.begin();
    return this;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public SocketAddress local() {
    return socket.local();
  }

  @Override
  public void close() {
    watch.close();
  }

  private void accept() {
    for (int i = 0; i < BATCH && watch.isOpen(); i++) {
      SocketTransport transport;
      try {
        transport = socket.accept();
      } catch (IOException cause) {
        pause(cause);
        return;
      }
      if (transport == null) {
        return;
      }
      hand(transport);
    }
  }

  private void hand(SocketTransport transport) {
    loop.enter();
    try {
      accepted.accepted(transport);
    } catch (RuntimeException bug) {
      transport.crashed(bug);
    } finally {
      loop.leave();
    }
  }

  /// Out of descriptors, mostly: waits a little instead of spinning on the same event.
  private void pause(IOException cause) {
    LOG.log(System.Logger.Level.WARNING, "cannot accept on " + local() + ": " + cause.getMessage());
    watch.pause(PAUSE);
  }
}
