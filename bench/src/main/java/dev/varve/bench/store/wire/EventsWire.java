package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A watch over server-sent events: one request, then a chunked answer without an end.
public final class EventsWire implements Wire {
  private final byte[] request;
  private final Consumer<ByteBuffer> events;
  private boolean begun;
  private int left;

  /// @param events shown what comes, in pieces, without the chunks' heads
  public EventsWire(String path, String fields, Consumer<ByteBuffer> events) {
    this.events = events;
    this.request =
        ("GET " + path + " HTTP/1.1\r\n" + fields + "accept: text/event-stream\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public ByteBuffer hello() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public void ask(ByteBuffer out) {
    out.put(request);
  }

  @Override
  public int take(ByteBuffer in, ByteBuffer out) {
    while (in.hasRemaining()) {
      if (left == 0 && !head(in)) {
        break;
      }
      int length = Math.min(left, in.remaining());
      events.accept(in.slice(in.position(), length));
      in.position(in.position() + length);
      left -= length;
    }
    return 0;
  }

  /// Takes the lines of the answer's head, then the one before a chunk; false when more must come.
  private boolean head(ByteBuffer in) {
    for (int end = lineEnd(in); end > 0; end = lineEnd(in)) {
      boolean empty = end - in.position() == 2;
      boolean chunk = begun && !empty;
      begun |= empty;
      left = chunk ? size(in) : 0;
      in.position(end);
      if (chunk) {
        return true;
      }
    }
    return false;
  }

  private static int size(ByteBuffer in) {
    int size = 0;
    for (int at = in.position(); in.get(at) != '\r' && in.get(at) != ';'; at++) {
      size = 16 * size + Character.digit(in.get(at), 16);
    }
    return size;
  }

  private static int lineEnd(ByteBuffer in) {
    for (int at = in.position(); at + 1 < in.limit(); at++) {
      if (in.get(at) == '\r' && in.get(at + 1) == '\n') {
        return at + 2;
      }
    }
    return 0;
  }
}
