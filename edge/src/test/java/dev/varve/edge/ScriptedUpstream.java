package dev.varve.edge;

import dev.varve.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream that does to each request what a test says, however wrong.
public final class ScriptedUpstream implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /// The heads of all requests, in the order they came.
  public final List<String> heads = new CopyOnWriteArrayList<>();

  public final AtomicInteger connections = new AtomicInteger();

  /// What to do with one request.
  public interface Script {
    /// @param number of the request at this upstream, from 0
    void play(Talk talk, String head, int number) throws IOException;
  }

  /// The connection as a script sees it.
  public static final class Talk {
    private final Socket socket;

    Talk(Socket socket) {
      this.socket = socket;
    }

    public void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /// A whole answer of 200 with this body.
    public void ok(String body) throws IOException {
      send("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }

    public String read(int bytes) throws IOException {
      return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    public String readUntil(String mark) throws IOException {
      var text = new StringBuilder();
      while (text.indexOf(mark) < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return text.toString();
        }
        text.append((char) next);
      }
      return text.toString();
    }

    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    public void close() throws IOException {
      socket.close();
    }

    /// Waits until the edge closes.
    public boolean awaitEnd() throws IOException {
      socket.setSoTimeout(5_000);
      return socket.getInputStream().read() < 0;
    }
  }

  public ScriptedUpstream(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  /// Answers 200 with this text.
  public static ScriptedUpstream saying(String text) {
    return new ScriptedUpstream((talk, _, _) -> talk.ok(text));
  }

  /// A port nobody listens on.
  public static int closedPort() {
    return Ports.free();
  }

  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException _) {
      open.forEach(ScriptedUpstream::closeQuietly);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var talk = new Talk(socket);
      for (String head = head(socket); head != null; head = head(socket)) {
        heads.add(head);
        script.play(talk, head, heads.size() - 1);
      }
    } catch (IOException _) {
      open.remove(socket);
    }
  }

  private static String head(Socket socket) throws IOException {
    if (socket.isClosed()) {
      return null;
    }
    InputStream in = socket.getInputStream();
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      open.forEach(ScriptedUpstream::closeQuietly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
