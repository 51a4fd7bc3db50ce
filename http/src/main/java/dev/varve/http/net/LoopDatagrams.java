package dev.varve.http.net;

import dev.varve.base.LateLogger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Sends and receives over a UDP socket of either kind.
final class LoopDatagrams implements Datagrams {
  /// A UDP socket.
  interface Socket extends Watch.Socket {
    @Override
    InetSocketAddress local();

    /// Whether the kernel took it.
    boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) throws IOException;

    /// Who sent what is in the buffer now, ready to be read; null when nothing waits.
    @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException;
  }

  private static final int BATCH = 64;
  private static final System.Logger LOG = LateLogger.of(Datagrams.class);

  private final Loop loop;
  private final Socket socket;
  private final Events events;
  private final Watch watch;

  LoopDatagrams(Loop loop, Socket socket, Events events) {
    this.loop = loop;
    this.socket = socket;
    this.events = events;
    this.watch = new Watch(loop, socket, this::receive);
  }

  LoopDatagrams begin() {
    watch.begin();
    return this;
  }

  @Override
  public InetSocketAddress local() {
    return socket.local();
  }

  @Override
  public boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) {
    try {
      return socket.send(datagram, to);
    } catch (IOException _) {
      // Told by the next event where it is told at all; a datagram may always be lost.
      return false;
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private void receive() {
    loop.enter();
    ByteBuffer into = loop.takeRead();
    try {
      for (int i = 0; i < BATCH && watch.isOpen(); i++) {
        if (!receive(into.clear())) {
          return;
        }
      }
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a datagram could not be handled by a bug", bug);
    } finally {
      loop.giveRead(into);
      loop.leave();
    }
  }

  /// Whether there may be more.
  private boolean receive(ByteBuffer into) {
    try {
      InetSocketAddress from = socket.receive(into);
      if (from == null) {
        return false;
      }
      events.received(into, from);
      return true;
    } catch (IOException _) {
      events.unreachable();
      return false;
    }
  }
}
