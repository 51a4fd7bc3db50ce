package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of the loopback interface. A server that can report its own port should be given port
/// 0 instead: a port that is free now may be taken a moment later.
public final class Ports {
  private Ports() {}

  /// A port that nobody listened on a moment ago.
  public static int free() {
    try (var socket = taken()) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A port that stays taken until the socket is closed.
  public static ServerSocket taken() {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
