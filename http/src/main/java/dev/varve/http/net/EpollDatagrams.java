package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A UDP socket on an epoll loop; level-triggered, so that a full batch comes again.
final class EpollDatagrams implements Datagrams, EpollIoHandle {
  private static final int BATCH = 64;
  private static final System.Logger LOG = LateLogger.of(Datagrams.class);

  private final Loop loop;
  private final Socket socket;
  private final InetSocketAddress local;
  private final @Nullable InetSocketAddress remote;
  private final Events events;
  private @Nullable IoRegistration registration;
  private volatile boolean open = true;

  private EpollDatagrams(Loop loop, Socket socket, Options options, Events events) {
    this.loop = loop;
    this.socket = socket;
    this.local = socket.localAddress();
    this.remote = options.remote();
    this.events = events;
  }

  static EpollDatagrams open(Loop loop, Options options, Events events) throws IOException {
    Socket socket = Socket.newSocketDgram();
    try {
      if (options.shared()) {
        socket.setReusePort(true);
      }
      if (options.local() != null) {
        socket.bind(options.local());
      }
      if (options.remote() != null) {
        socket.connect(options.remote());
      }
      var datagrams = new EpollDatagrams(loop, socket, options, events);
      loop.execute(datagrams::register);
      return datagrams;
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  private void register() {
    if (!open) {
      return;
    }
    var future = loop.netty().register(this);
    if (!future.isSuccess()) {
      LOG.log(System.Logger.Level.ERROR, "cannot receive on " + local, future.cause());
      close();
      return;
    }
    IoRegistration made = future.getNow();
    registration = made;
    made.submit(EpollIoOps.EPOLLIN);
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) {
    try {
      int at = datagram.position();
      int end = datagram.limit();
      return to == null
          ? socket.send(datagram, at, end) > 0
          : socket.sendTo(datagram, at, end, to.getAddress(), to.getPort()) > 0;
    } catch (IOException _) {
      // Told by the next event where it is told at all; a datagram may always be lost.
      return false;
    }
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
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      socket.close();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "closing the socket on " + local, cause);
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    loop.enter();
    ByteBuffer into = loop.takeRead();
    try {
      for (int i = 0; i < BATCH && open; i++) {
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
      DatagramSocketAddress from = socket.recvFrom(into, 0, into.limit());
      if (from == null) {
        return false;
      }
      into.limit(from.receivedAmount());
      InetSocketAddress peer = remote;
      events.received(
          into, peer == null ? new InetSocketAddress(from.getAddress(), from.getPort()) : peer);
      return true;
    } catch (IOException _) {
      events.unreachable();
      return false;
    }
  }
}
