package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Requests of HTTP/1.1 whose answers have a content-length.
public final class HttpWire implements Wire {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final Supplier<byte[]> requests;

  /// @param requests each with its head and body
  public HttpWire(Supplier<byte[]> requests) {
    this.requests = requests;
  }

  /// A request with a body.
  ///
  /// @param fields lines of the head, each with its end
  public static byte[] request(String method, String path, String fields, byte[] body) {
    String text =
        method
            + " "
            + path
            + " HTTP/1.1\r\n"
            + fields
            + "content-length: "
            + body.length
            + "\r\n\r\n";
    byte[] head = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  @Override
  public ByteBuffer hello() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public void ask(ByteBuffer out) {
    out.put(requests.get());
  }

  @Override
  public int take(ByteBuffer in, ByteBuffer out) {
    int answers = 0;
    for (int end = headEnd(in); end > 0; end = headEnd(in)) {
      int whole = end + contentLength(in, end);
      if (in.remaining() < whole - in.position()) {
        break;
      }
      if (in.get(in.position() + 9) != '2') {
        throw new IllegalStateException("the server must accept, but says " + text(in));
      }
      in.position(whole);
      answers++;
    }
    return answers;
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(in.duplicate()).toString();
  }

  private static int headEnd(ByteBuffer in) {
    for (int at = in.position(); at + 3 < in.limit(); at++) {
      if (in.get(at) == '\r' && in.get(at + 2) == '\r' && in.get(at + 1) == '\n') {
        return at + 4;
      }
    }
    return 0;
  }

  private static int contentLength(ByteBuffer in, int end) {
    for (int at = in.position(); at < end - LENGTH.length; at++) {
      if (matches(in, at)) {
        return number(in, at + LENGTH.length);
      }
    }
    return 0;
  }

  private static boolean matches(ByteBuffer in, int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((in.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static int number(ByteBuffer in, int start) {
    int at = start;
    while (in.get(at) == ' ') {
      at++;
    }
    int number = 0;
    for (; in.get(at) >= '0' && in.get(at) <= '9'; at++) {
      number = 10 * number + in.get(at) - '0';
    }
    return number;
  }
}
