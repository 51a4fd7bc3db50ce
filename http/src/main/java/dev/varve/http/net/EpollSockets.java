package dev.varve.http.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sockets over epoll.
final class EpollSockets implements Sockets {
  private static final int TCP_LEVEL = 6;
  private static final int TCP_DEFER_ACCEPT = 9;
  private static final int DEFER_SECONDS = 5;

  @Override
  public IoHandlerFactory handlers() {
    return EpollIoHandler.newFactory();
  }

  @Override
  public Transport connect(Loop loop, SocketAddress address) throws IOException {
    return EpollTransport.connect(loop, address);
  }

  @Override
  public Acceptor listen(
      Loop loop, SocketAddress address, Acceptor.Options options, Acceptor.Accepted accepted)
      throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    Socket socket = unix ? Socket.newSocketDomain() : Socket.newSocketStream();
    try {
      if (!unix) {
        prepare(socket, options);
      }
      socket.bind(EpollTransport.netty(address));
      socket.listen(options.backlog());
      return adopt(loop, socket, unix ? address : socket.localAddress(), accepted);
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  /// Accepts from a socket that listens already.
  static Acceptor adopt(Loop loop, Socket socket, SocketAddress local, Acceptor.Accepted accepted) {
    return new LoopAcceptor(loop, new Listening(loop, socket, local), accepted).begin();
  }

  private static void prepare(Socket socket, Acceptor.Options options) throws IOException {
    socket.setReuseAddress(true);
    socket.setReusePort(options.reusePort());
    // Inherited by what is accepted: saves a system call for each connection.
    socket.setTcpNoDelay(true);
    if (options.deferAccept()) {
      socket.setIntOpt(TCP_LEVEL, TCP_DEFER_ACCEPT, DEFER_SECONDS);
    }
  }

  @Override
  public Datagrams datagrams(Loop loop, Datagrams.Options options, Datagrams.Events events)
      throws IOException {
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
      var udp = new Udp(socket, socket.localAddress(), options.remote());
      return new LoopDatagrams(loop, udp, events).begin();
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  /// A listening socket.
  static final class Listening implements LoopAcceptor.Socket {
    private final Loop loop;
    private final Socket socket;
    private final SocketAddress local;
    private final byte[] address = new byte[26];

    private Listening(Loop loop, Socket socket, SocketAddress local) {
      this.loop = loop;
      this.socket = socket;
      this.local = local;
    }

    int descriptor() {
      return socket.intValue();
    }

    @Override
    public @Nullable SocketTransport accept() throws IOException {
      int number = socket.accept(address);
      if (number < 0) {
        return null;
      }
      var descriptor = new FileDescriptor(number);
      return local instanceof InetSocketAddress
          ? EpollTransport.accepted(
              loop, descriptor, Arrays.copyOfRange(address, 1, 1 + address[0]))
          : new EpollTransport(loop, descriptor, EpollTransport.UNNAMED);
    }

    @Override
    public SocketAddress local() {
      return local;
    }

    @Override
    public IoHandle handle(Watch watch) {
      return new Handle(socket, watch);
    }

    @Override
    public IoOps incoming() {
      return EpollIoOps.EPOLLIN;
    }

    @Override
    public IoOps nothing() {
      return EpollIoOps.NONE;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Udp(Socket socket, InetSocketAddress local, @Nullable InetSocketAddress remote)
      implements LoopDatagrams.Socket {
    @Override
    public boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) throws IOException {
      int at = datagram.position();
      int end = datagram.limit();
      return to == null
          ? socket.send(datagram, at, end) > 0
          : socket.sendTo(datagram, at, end, to.getAddress(), to.getPort()) > 0;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
      DatagramSocketAddress from = socket.recvFrom(into, 0, into.limit());
      if (from == null) {
        return null;
      }
      into.limit(from.receivedAmount());
      return remote == null ? new InetSocketAddress(from.getAddress(), from.getPort()) : remote;
    }

    @Override
    public IoHandle handle(Watch watch) {
      return new Handle(socket, watch);
    }

    @Override
    public IoOps incoming() {
      return EpollIoOps.EPOLLIN;
    }

    @Override
    public IoOps nothing() {
      return EpollIoOps.NONE;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Handle(FileDescriptor fd, Watch watch) implements EpollIoHandle {
    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      watch.told();
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
