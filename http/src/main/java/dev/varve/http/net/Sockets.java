package dev.varve.http.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.SocketAddress;

/// How sockets of one kind are made.
interface Sockets {
  static Sockets of(Loops.Kind kind) {
    return switch (kind) {
      case EPOLL -> {
        if (!hasEpoll()) {
          throw new IllegalArgumentException("loops must be NIO on this machine, but is EPOLL");
        }
        yield new EpollSockets();
      }
      case NIO -> new NioSockets();
    };
  }

  static boolean hasEpoll() {
    return Epoll.isAvailable();
  }

  IoHandlerFactory handlers();

  Transport connect(Loop loop, SocketAddress address) throws IOException;

  Acceptor listen(
      Loop loop, SocketAddress address, Acceptor.Options options, Acceptor.Accepted accepted)
      throws IOException;

  Datagrams datagrams(Loop loop, Datagrams.Options options, Datagrams.Events events)
      throws IOException;

  /// Sockets over epoll.
  final class EpollSockets implements Sockets {
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
      return EpollAcceptor.listen(loop, address, options, accepted);
    }

    @Override
    public Datagrams datagrams(Loop loop, Datagrams.Options options, Datagrams.Events events)
        throws IOException {
      return EpollDatagrams.open(loop, options, events);
    }
  }

  /// Sockets over the JDK's selectors.
  final class NioSockets implements Sockets {
    @Override
    public IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    public Transport connect(Loop loop, SocketAddress address) throws IOException {
      return NioTransport.connect(loop, address);
    }

    @Override
    public Acceptor listen(
        Loop loop, SocketAddress address, Acceptor.Options options, Acceptor.Accepted accepted)
        throws IOException {
      return NioAcceptor.listen(loop, address, options, accepted);
    }

    @Override
    public Datagrams datagrams(Loop loop, Datagrams.Options options, Datagrams.Events events)
        throws IOException {
      return NioDatagrams.open(loop, options, events);
    }
  }
}
