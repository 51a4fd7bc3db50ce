package dev.varve.http;

import dev.varve.base.Clock;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// A server on loopback for tests, and clients that send raw bytes to it.
public final class TestServer implements AutoCloseable {
  private final Loops loops;
  private final HttpServer server;
  private final Listener listener;
  private final Handler handler;

  private TestServer(Loops loops, HttpServer server, Listener listener, Handler handler) {
    this.loops = loops;
    this.server = server;
    this.listener = listener;
    this.handler = handler;
  }

  public static TestServer start(Handler handler) {
    return start(Loops.best(), handler);
  }

  public static TestServer start(Loops.Kind kind, Handler handler) {
    return start(kind, handler, UnaryOperator.identity());
  }

  public static TestServer start(
      Loops.Kind kind, Handler handler, UnaryOperator<ListenerOptions> options) {
    return start(Loops.start(1, kind, Clock.SYSTEM), handler, options);
  }

  public static TestServer start(
      Loops loops, Handler handler, UnaryOperator<ListenerOptions> options) {
    var server = new HttpServer(loops);
    Listener listener = server.listen(options.apply(ListenerOptions.onLoopback(0)), handler);
    return new TestServer(loops, server, listener, handler);
  }

  public int port() {
    return listener.port();
  }

  public Loops loops() {
    return loops;
  }

  public HttpServer server() {
    return server;
  }

  public Listener listener() {
    return listener;
  }

  public Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// Sends bytes (ISO-8859-1) on a new connection and returns all that comes until the server
  /// closes it.
  public String talk(String bytes) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return readAll(socket);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  public static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  public static void write(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Reads up to and with a text.
  public static String readUntil(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int each = in.read();
      if (each < 0) {
        throw new IOException("connection closed after: " + text);
      }
      text.append((char) each);
    }
    return text.toString();
  }

  @Override
  public void close() {
    server.close();
    if (handler instanceof ProxyHandler proxy) {
      proxy.close();
    }
    loops.close();
  }
}
