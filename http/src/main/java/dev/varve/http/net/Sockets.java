package dev.varve.http.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
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
}
