package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback interface. A server that can report its own port should be given port 0
/// instead: a port that is free now may be taken a moment later.
public final class Ports {
  /// Below the ports that systems give to sockets that ask for any, so that no connection of
  /// another test takes one between here and the server that is told of it.
  private static final int FIRST = 20_000;

  private static final int END = 32_000;

  private Ports() {}

  /// A port that nobody used a moment ago, neither for TCP nor for UDP.
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (var _ = listening(port);
          var _ = new DatagramSocket(new InetSocketAddress(loopback(), port))) {
        return port;
      } catch (IOException _) {
        // taken: another
      }
    }
  }

  /// A port that stays taken until the socket is closed.
  public static ServerSocket taken() {
    try {
      return listening(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket listening(int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
