package dev.varve.http.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

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
      var listening = new Listening(loop, channel, channel.getLocalAddress());
      return new LoopAcceptor(loop, listening, accepted).begin();
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  @Override
  public Datagrams datagrams(Loop loop, Datagrams.Options options, Datagrams.Events events)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      if (options.shared()) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(options.local());
      if (options.remote() != null) {
        channel.connect(options.remote());
      }
      var local = (InetSocketAddress) channel.getLocalAddress();
      var udp = new Udp(channel, local, options.remote());
      return new LoopDatagrams(loop, udp, events).begin();
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  private record Listening(Loop loop, ServerSocketChannel channel, SocketAddress local)
      implements LoopAcceptor.Socket {
    @Override
    public @Nullable SocketTransport accept() throws IOException {
      SocketChannel peer = channel.accept();
      if (peer == null) {
        return null;
      }
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

    @Override
    public IoHandle handle(Watch watch) {
      return new Handle(channel, watch);
    }

    @Override
    public IoOps incoming() {
      return NioIoOps.ACCEPT;
    }

    @Override
    public IoOps nothing() {
      return NioIoOps.NONE;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record Udp(
      DatagramChannel channel, InetSocketAddress local, @Nullable InetSocketAddress remote)
      implements LoopDatagrams.Socket {
    @Override
    public boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) throws IOException {
      return (to == null ? channel.write(datagram) : channel.send(datagram, to)) > 0;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
      var from = (InetSocketAddress) channel.receive(into);
      into.flip();
      return remote == null || from == null ? from : remote;
    }

    @Override
    public IoHandle handle(Watch watch) {
      return new Handle(channel, watch);
    }

    @Override
    public IoOps incoming() {
      return NioIoOps.READ;
    }

    @Override
    public IoOps nothing() {
      return NioIoOps.NONE;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record Handle(SelectableChannel selectableChannel, Watch watch) implements NioIoHandle {
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
