package dev.varve.http;

import dev.varve.http.net.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Part of a file. Connections that can, take [#channel] and let the kernel send the bytes; for all
/// others it reads pieces on the loop, which is meant for files in the page cache. Pieces grow from
/// 16 to 64 KiB while the reader takes them at once: of a reader who does not, one small piece
/// waits in memory, however many such readers there are.
public final class FileBody implements Body {
  private static final int PIECE_LEAST = 16 * 1024;

  private final Loop loop;
  private final FileChannel channel;
  private final long from;
  private final long length;
  private long sent;
  private boolean paused;
  private boolean pushing;
  private @Nullable BodyReader reader;
  private int piece = PIECE_LEAST;

  FileBody(Loop loop, FileChannel channel, long from, long length) {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("part of a file must not be negative");
    }
    this.loop = loop;
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
    piece = PIECE_LEAST;
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
    ByteBuffer buffer = loop.takeRead();
    try {
      buffer.clear().limit((int) Math.min(Math.min(piece, buffer.capacity()), length - sent));
      piece = Math.min(piece * 2, Loop.READ_BYTES);
      int read = channel.read(buffer, from + sent);
      if (read <= 0) {
        fail(to, "file is shorter than it was");
        return;
      }
      sent += read;
      to.data(buffer.flip());
    } catch (IOException cause) {
      fail(to, String.valueOf(cause.getMessage()));
    } finally {
      loop.giveRead(buffer);
    }
  }

  private void fail(BodyReader to, String reason) {
    cancel();
    to.failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, reason));
  }
}
