package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Unary calls, or one call with a stream of answers, of gRPC over a connection of HTTP/2 (RFC
/// 9113) to a server that is trusted to answer well. Fields go out as literals without compression;
/// those that come in are not read, since etcd answers a failed call without a message.
public final class GrpcWire implements Wire {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int WINDOW = 1 << 30;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] head;
  private final Supplier<byte[]> messages;
  private final Consumer<ByteBuffer> answers;
  private boolean lasting;
  private int stream = -1;
  private long taken;
  private boolean answered;

  /// @param path such as `/etcdserverpb.KV/Put`
  /// @param answers shown what comes, in pieces: messages one behind the other
  public GrpcWire(String path, Supplier<byte[]> messages, Consumer<ByteBuffer> answers) {
    this.messages = messages;
    this.answers = answers;
    ByteBuffer fields = ByteBuffer.allocate(256);
    field(fields, ":method", "POST");
    field(fields, ":scheme", "http");
    field(fields, ":path", path);
    field(fields, ":authority", "bench");
    field(fields, "content-type", "application/grpc");
    field(fields, "te", "trailers");
    head = new byte[fields.position()];
    fields.flip().get(head);
  }

  /// The call stays open, and nothing ends it.
  public GrpcWire lasting() {
    lasting = true;
    return this;
  }

  private static void field(ByteBuffer out, String name, String value) {
    out.put((byte) 0).put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    out.put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public ByteBuffer hello() {
    ByteBuffer out = ByteBuffer.allocate(128).put(PREFACE);
    frame(out, SETTINGS, 0, 0, 6);
    out.putShort((short) 4).putInt(WINDOW);
    frame(out, WINDOW_UPDATE, 0, 0, 4);
    return out.putInt(WINDOW).flip();
  }

  private static void frame(ByteBuffer out, int type, int flags, int stream, int length) {
    out.put((byte) (length >>> 16)).putShort((short) length);
    out.put((byte) type).put((byte) flags).putInt(stream);
  }

  @Override
  public void ask(ByteBuffer out) {
    byte[] message = messages.get();
    stream += 2;
    answered = false;
    frame(out, HEADERS, END_HEADERS, stream, head.length);
    out.put(head);
    frame(out, DATA, lasting ? 0 : END_STREAM, stream, message.length + 5);
    out.put((byte) 0).putInt(message.length).put(message);
  }

  @Override
  public int take(ByteBuffer in, ByteBuffer out) {
    int ended = 0;
    while (in.remaining() >= 9) {
      int start = in.position();
      int length = ((in.get(start) & 0xFF) << 16) | (in.getShort(start + 1) & 0xFFFF);
      if (in.remaining() < 9 + length) {
        break;
      }
      int type = in.get(start + 3);
      int flags = in.get(start + 4);
      ended += frame(in.slice(start + 9, length), type, flags, out);
      in.position(start + 9 + length);
    }
    return ended;
  }

  private int frame(ByteBuffer body, int type, int flags, ByteBuffer out) {
    switch (type) {
      case DATA -> {
        return data(body, out);
      }
      case HEADERS -> {
        if ((flags & END_STREAM) != 0 && !answered) {
          throw new IllegalStateException("the call must be answered, but failed");
        }
        return (flags & END_STREAM) != 0 ? 1 : 0;
      }
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          frame(out, SETTINGS, ACK, 0, 0);
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          frame(out, PING, ACK, 0, body.remaining());
          out.put(body);
        }
      }
      case GOAWAY -> throw new IllegalStateException("the server must stay, but says goodbye");
      default -> {}
    }
    return 0;
  }

  private int data(ByteBuffer body, ByteBuffer out) {
    taken += body.remaining();
    answered = true;
    answers.accept(body);
    if (taken > WINDOW / 2) {
      frame(out, WINDOW_UPDATE, 0, 0, 4);
      out.putInt((int) taken);
      if (lasting) {
        frame(out, WINDOW_UPDATE, 0, stream, 4);
        out.putInt((int) taken);
      }
      taken = 0;
    }
    return 0;
  }
}
