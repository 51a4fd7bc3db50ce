package dev.varve.http.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/// Finds out whether an address is free. Needed since loops share a port (SO_REUSEPORT): two
/// programs of the same user would share it as well, and each get half of the connections.
final class Probe {
  private Probe() {}

  /// The address to listen on.
  ///
  /// @throws IOException when somebody listens there already
  static SocketAddress free(ListenerOptions options) throws IOException {
    if (options.address() instanceof UnixDomainSocketAddress unix) {
      return freePath(unix);
    }
    if (options.address() instanceof InetSocketAddress inet && inet.getPort() != 0) {
      if (!options.shared()) {
        bind(inet);
      }
    }
    return options.address();
  }

  private static void bind(InetSocketAddress address) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address, 1);
    }
  }

  /// A path that is left over from a program that died is removed; one that answers is busy.
  private static SocketAddress freePath(UnixDomainSocketAddress address) throws IOException {
    if (!Files.exists(address.getPath())) {
      return address;
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address);
    } catch (SocketException _) {
      Files.deleteIfExists(address.getPath());
      return address;
    }
    throw new IOException("Address already in use");
  }
}
