package dev.varve.http.websocket;

import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import java.nio.ByteBuffer;
import java.util.List;

/// The program that foreign WebSocket clients are run against: every message is sent back.
final class EchoServer {
  private static final System.Logger LOG = System.getLogger(EchoServer.class.getName());

  private EchoServer() {}

  public static void main(String[] args) throws InterruptedException {
    var options =
        WebSocketOptions.DEFAULT.withBounds(1 << 20, 8 << 20).withProtocols(List.of("echo"));
    try (Loops loops = Loops.start(1);
        var server = new HttpServer(loops)) {
      Listener listener =
          server.listen(
              ListenerOptions.onLoopback(0),
              exchange -> WebSocket.accept(exchange, options, new Echo()));
      LOG.log(System.Logger.Level.INFO, "port " + listener.port());
      Thread.currentThread().join();
    }
  }

  private static final class Echo implements WebSocket.Listener {
    @Override
    public void text(WebSocket socket, String message) {
      socket.text(message);
    }

    @Override
    public void binary(WebSocket socket, ByteBuffer message) {
      socket.binary(message);
    }

    @Override
    public void closed(WebSocket socket, int code, String reason) {
      LOG.log(System.Logger.Level.INFO, "closed " + code + " " + reason);
    }
  }
}
