package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts messages together from frames: decompressed, bounded, and text checked as it comes.
final class MessageReader implements Frames, AutoCloseable {
  private static final int KEPT = 64 * 1024;

  /// Who takes in whole messages and control frames.
  interface Sink {
    void text(String message);

    void binary(byte[] bytes, int length);

    void ping(byte[] payload, int length);

    void pong();

    void close(int code, String reason);
  }

  private final Sink sink;
  private final int messageBytesMax;
  private final @Nullable MessageInflater inflater;
  private final MessageInflater.Sink plain = this::plain;
  private final Utf8 utf8 = new Utf8();
  private byte[] message = new byte[0];
  private int length;
  private boolean text;
  private boolean compressed;

  MessageReader(Sink sink, int messageBytesMax, @Nullable MessageInflater inflater) {
    this.sink = sink;
    this.messageBytesMax = messageBytesMax;
    this.inflater = inflater;
  }

  @Override
  public void begin(boolean isText, boolean isCompressed) {
    text = isText;
    compressed = isCompressed;
    length = 0;
    utf8.reset();
  }

  @Override
  public void piece(byte[] bytes, int from, int count) throws ProtocolException {
    if (compressed && inflater != null) {
      inflater.piece(bytes, from, count, plain);
    } else {
      plain(bytes, from, count);
    }
  }

  private void plain(byte[] bytes, int from, int count) throws ProtocolException {
    if (count > messageBytesMax - length) {
      throw new ProtocolException(CloseCode.TOO_BIG, "message over " + messageBytesMax + " bytes");
    }
    if (text && !utf8.accept(bytes, from, count)) {
      throw new ProtocolException(CloseCode.BAD_DATA, "text is not UTF-8");
    }
    if (length + count > message.length) {
      int wider = Math.max(length + count, Math.min(messageBytesMax, message.length * 2));
      message = Arrays.copyOf(message, wider);
    }
    System.arraycopy(bytes, from, message, length, count);
    length += count;
  }

  @Override
  public void end() throws ProtocolException {
    if (compressed && inflater != null) {
      inflater.end(plain);
    }
    if (text && !utf8.isComplete()) {
      throw new ProtocolException(CloseCode.BAD_DATA, "text ends within a character");
    }
    byte[] whole = message;
    if (whole.length > KEPT) {
      message = new byte[0];
    }
    if (text) {
      sink.text(new String(whole, 0, length, UTF_8));
    } else {
      sink.binary(whole, length);
    }
  }

  @Override
  public void ping(byte[] payload, int count) {
    sink.ping(payload, count);
  }

  @Override
  public void pong() {
    sink.pong();
  }

  @Override
  public void close(int code, String reason) {
    sink.close(code, reason);
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.close();
    }
  }
}
