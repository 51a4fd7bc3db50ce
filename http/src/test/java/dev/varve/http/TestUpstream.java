package dev.varve.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An origin that answers each connection with bytes written down beforehand, whatever it is asked,
/// and then closes it or waits.
public final class TestUpstream implements AutoCloseable {
  public final List<String> heads = new CopyOnWriteArrayList<>();

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /// @param answer sent for each request head that arrives
  /// @param closes whether the connection ends with the first answer
  public TestUpstream(String answer, boolean closes) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(answer, closes));
  }

  public int port() {
    return server.getLocalPort();
  }

  public int connections() {
    return sockets.size();
  }

  private void accept(String answer, boolean closes) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, answer, closes));
      }
    } catch (IOException _) {
      heads.add("closed");
    }
  }

  /// Whoever is accepted while this closes is closed here too: nobody else knows of it yet.
  private void serve(Socket socket, String answer, boolean closes) {
    try (socket) {
      if (server.isClosed()) {
        return;
      }
      do {
        heads.add(TestServer.readUntil(socket, "\r\n\r\n"));
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      } while (!closes);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException _) {
      sockets.remove(null); // the client is gone, which is fine
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
