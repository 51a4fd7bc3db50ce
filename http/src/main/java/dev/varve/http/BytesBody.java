package dev.varve.http;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes that are all there. Lent in pieces of at most 64 KiB, so that a paused reader is not
/// overrun.
final class BytesBody implements Body {
  /// Shared by all bodies without trailers; nobody adds to it.
  static final Fields NO_TRAILERS = new Fields();

  private static final int PIECE = 64 * 1024;

  private final ByteBuffer bytes;
  private final int from;
  private final int length;
  private int sent;
  private boolean paused;
  private boolean pushing;
  private @Nullable BodyReader reader;

  BytesBody(ByteBuffer bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.capacity());
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(BodyReader reader) {
    this.reader = reader;
    push();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    push();
  }

  @Override
  public void cancel() {
    reader = null;
  }

  @Override
  public long count() {
    return sent;
  }

  private void push() {
    if (pushing) {
      return;
    }
    pushing = true;
    while (!paused && reader != null && sent < length) {
      int piece = Math.min(PIECE, length - sent);
      int at = from + sent;
      sent += piece;
      reader.data(bytes.duplicate().clear().limit(at + piece).position(at));
    }
    pushing = false;
    BodyReader done = reader;
    if (done != null && sent == length) {
      reader = null;
      done.end(NO_TRAILERS);
    }
  }
}
