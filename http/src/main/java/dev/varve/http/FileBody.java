package dev.varve.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Part of a file. Connections that can, take [#channel] and let the kernel send the bytes; for all
/// others it reads pieces of 64 KiB on the loop, which is meant for files in the page cache.
public final class FileBody implements Body {
  private static final int PIECE = 64 * 1024;

  private final FileChannel channel;
  private final long from;
  private final long length;
  private long sent;
  private boolean paused;
  private boolean pushing;
  private @Nullable BodyReader reader;
  private @Nullable ByteBuffer piece;

  FileBody(FileChannel channel, long from, long length) {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("part of a file must not be negative");
    }
    this.channel = channel;
    this.from = from;
    this.length = length;
  }

  /// The file. Reading from it must name a position.
  public FileChannel channel() {
    return channel;
  }

  /// Where in the file the next byte is that nobody got yet.
  public long position() {
    return from + sent;
  }

  /// How many bytes nobody got yet.
  public long remaining() {
    return length - sent;
  }

  /// For connections that send the file themselves: so many bytes left.
  public void sent(long bytes) {
    sent += bytes;
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
    piece = null;
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
    try {
      while (!paused && reader != null && sent < length) {
        lend(reader);
      }
    } finally {
      pushing = false;
    }
    BodyReader done = reader;
    if (done != null && sent == length) {
      cancel();
      done.end(BytesBody.NO_TRAILERS);
    }
  }

  private void lend(BodyReader to) {
    ByteBuffer buffer = piece;
    if (buffer == null) {
      buffer = piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, length));
    }
    buffer.clear().limit((int) Math.min(buffer.capacity(), length - sent));
    int read;
    try {
      read = channel.read(buffer, from + sent);
    } catch (IOException cause) {
      fail(to, String.valueOf(cause.getMessage()));
      return;
    }
    if (read <= 0) {
      fail(to, "file is shorter than it was");
      return;
    }
    sent += read;
    to.data(buffer.flip());
  }

  private void fail(BodyReader to, String reason) {
    cancel();
    to.failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, reason));
  }
}
