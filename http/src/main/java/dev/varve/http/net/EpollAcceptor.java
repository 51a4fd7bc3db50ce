package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A listening socket on an epoll loop; level-triggered, so that a full batch comes again.
final class EpollAcceptor implements Acceptor, EpollIoHandle {
  private static final int BATCH = 64;
  private static final int TCP_LEVEL = 6;
  private static final int TCP_DEFER_ACCEPT = 9;
  private static final int DEFER_SECONDS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final System.Logger LOG = LateLogger.of(Acceptor.class);

  private final Loop loop;
  private final Socket socket;
  private final SocketAddress local;
  private final Accepted accepted;
  private final byte[] address = new byte[26];
  private @Nullable IoRegistration registration;
  private volatile boolean open = true;

  private EpollAcceptor(Loop loop, Socket socket, SocketAddress local, Accepted accepted) {
    this.loop = loop;
    this.socket = socket;
    this.local = local;
    this.accepted = accepted;
  }

  static EpollAcceptor listen(Loop loop, SocketAddress address, Options options, Accepted accepted)
      throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    Socket socket = unix ? Socket.newSocketDomain() : Socket.newSocketStream();
    try {
      if (!unix) {
        prepare(socket, options);
      }
      socket.bind(EpollTransport.netty(address));
      socket.listen(options.backlog());
      SocketAddress local = unix ? address : socket.localAddress();
      var acceptor = new EpollAcceptor(loop, socket, local, accepted);
      loop.execute(acceptor::register);
      return acceptor;
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  /// A socket that listens already.
  static EpollAcceptor adopt(Loop loop, Socket socket, SocketAddress local, Accepted accepted) {
    var acceptor = new EpollAcceptor(loop, socket, local, accepted);
    loop.execute(acceptor::register);
    return acceptor;
  }

  private static void prepare(Socket socket, Options options) throws IOException {
    socket.setReuseAddress(true);
    socket.setReusePort(options.reusePort());
    // Inherited by what is accepted: saves a system call for each connection.
    socket.setTcpNoDelay(true);
    if (options.deferAccept()) {
      socket.setIntOpt(TCP_LEVEL, TCP_DEFER_ACCEPT, DEFER_SECONDS);
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
    made.submit(EpollIoOps.EPOLLIN);
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
      socket.close();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "closing the listener on " + local, cause);
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    for (int i = 0; i < BATCH && open; i++) {
      int descriptor;
      try {
        descriptor = socket.accept(address);
      } catch (IOException cause) {
        pause(cause);
        return;
      }
      if (descriptor < 0) {
        return;
      }
      hand(open(new FileDescriptor(descriptor)));
    }
  }

  private void hand(EpollTransport transport) {
    loop.enter();
    try {
      accepted.accepted(transport);
    } catch (RuntimeException bug) {
      transport.crashed(bug);
    } finally {
      loop.leave();
    }
  }

  private EpollTransport open(FileDescriptor descriptor) {
    return local instanceof InetSocketAddress
        ? EpollTransport.accepted(loop, descriptor, Arrays.copyOfRange(address, 1, 1 + address[0]))
        : new EpollTransport(loop, descriptor, EpollTransport.UNNAMED);
  }

  /// Out of descriptors, mostly: waits a little instead of spinning on the same event.
  private void pause(IOException cause) {
    LOG.log(System.Logger.Level.WARNING, "cannot accept on " + local + ": " + cause.getMessage());
    IoRegistration made = registration;
    if (made != null) {
      made.submit(EpollIoOps.NONE);
      loop.after(PAUSE, this::resume);
    }
  }

  private void resume() {
    IoRegistration made = registration;
    if (made != null) {
      made.submit(EpollIoOps.EPOLLIN);
    }
  }
}
