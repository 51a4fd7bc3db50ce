package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A listening socket on a loop of the JDK's selectors.
final class NioAcceptor implements Acceptor, NioIoHandle {
  private static final int BATCH = 64;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final System.Logger LOG = LateLogger.of(Acceptor.class);

  private final Loop loop;
  private final ServerSocketChannel channel;
  private final SocketAddress local;
  private final Accepted accepted;
  private @Nullable IoRegistration registration;
  private volatile boolean open = true;

  private NioAcceptor(
      Loop loop, ServerSocketChannel channel, SocketAddress local, Accepted accepted) {
    this.loop = loop;
    this.channel = channel;
    this.local = local;
    this.accepted = accepted;
  }

  static NioAcceptor listen(Loop loop, SocketAddress address, Options options, Accepted accepted)
      throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel channel =
        unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!unix) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (options.reusePort()) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
      }
      channel.bind(address, options.backlog());
      var acceptor = new NioAcceptor(loop, channel, channel.getLocalAddress(), accepted);
      loop.execute(acceptor::register);
      return acceptor;
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  private void register() {
    if (!open) {
      return;
    }
    var future = loop.netty().register(this);
    if (!future.isSuccess()) {
      LOG.log(System.Logger.Level.ERROR, "cannot listen on " + local, future.cause());
      close();
      return;
    }
    IoRegistration made = future.getNow();
    registration = made;
    made.submit(NioIoOps.ACCEPT);
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public void close() {
    open = false;
    if (loop.inLoop()) {
      closeInLoop();
    } else {
      loop.execute(this::closeInLoop);
    }
  }

  private void closeInLoop() {
    open = false;
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      channel.close();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "closing the listener on " + local, cause);
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    for (int i = 0; i < BATCH && open; i++) {
      try {
        SocketChannel peer = channel.accept();
        if (peer == null) {
          return;
        }
        hand(open(peer));
      } catch (IOException cause) {
        pause(cause);
        return;
      }
    }
  }

  private NioTransport open(SocketChannel peer) throws IOException {
    try {
      peer.configureBlocking(false);
      if (!(local instanceof UnixDomainSocketAddress)) {
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      return new NioTransport(loop, peer, peer.getRemoteAddress());
    } catch (IOException cause) {
      peer.close();
      throw cause;
    }
  }

  private void hand(NioTransport transport) {
    loop.enter();
    try {
      accepted.accepted(transport);
    } catch (RuntimeException bug) {
      transport.crashed(bug);
    } finally {
      loop.leave();
    }
  }

  private void pause(IOException cause) {
    LOG.log(System.Logger.Level.WARNING, "cannot accept on " + local + ": " + cause.getMessage());
    IoRegistration made = registration;
    if (made != null) {
      made.submit(NioIoOps.NONE);
      loop.after(PAUSE, this::resume);
    }
  }

  private void resume() {
    IoRegistration made = registration;
    if (made != null) {
      made.submit(NioIoOps.ACCEPT);
    }
  }
}
