package dev.varve.bench.store.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// One kept connection of HTTP/1.1 whose answers have a content-length: a request is written, then
/// its answer is read by the same thread, as drivers of databases do. So what a client library
/// costs is in neither side's figure.
public final class HttpConnection implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final String fields;
  private final OutputStream out;
  private final InputStream in;
  private byte[] buffer = new byte[64 << 10];
  private int filled;

  /// @param fields lines of every head, each with its end
  public HttpConnection(Server server, String fields) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setTcpNoDelay(true);
    this.fields = fields;
    this.out = socket.getOutputStream();
    this.in = socket.getInputStream();
  }

  /// The body of the answer, which must be one of success.
  public String send(String method, String path, String body) throws IOException {
    out.write(HttpWire.request(method, path, fields, body.getBytes(StandardCharsets.UTF_8)));
    filled = 0;
    int head = head();
    String lines = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
    int end = head + length(lines);
    while (filled < end) {
      fill();
    }
    String answer = new String(buffer, head, end - head, StandardCharsets.UTF_8);
    if (lines.charAt("HTTP/1.1 ".length()) != '2') {
      throw new IOException(path + " must succeed, but is answered with " + lines + answer);
    }
    return answer;
  }

  /// Where the body starts.
  private int head() throws IOException {
    int at = 3;
    while (true) {
      for (; at < filled; at++) {
        if (buffer[at] == '\n' && buffer[at - 1] == '\r' && buffer[at - 2] == '\n') {
          return at + 1;
        }
      }
      fill();
    }
  }

  private static int length(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    return Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
  }

  private void fill() throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      throw new EOFException("the server must answer, but closed the connection");
    }
    filled += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
