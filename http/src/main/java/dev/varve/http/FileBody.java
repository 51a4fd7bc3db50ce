package dev.varve.http;

import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Part of a file. Connections that can, let the kernel send the bytes ([#send]); for all others it
/// reads pieces on the loop, which is meant for files in the page cache. Pieces grow from 16 to 64
/// KiB while the reader takes them at once: of a reader who does not, one small piece waits in
/// memory, however many such readers there are.
///
/// A file that is written to while it leaves breaks off, so that nobody keeps a mixture; it is
/// looked at before every [Transport#FILE_BYTES].
public final class FileBody implements Body {
  private static final int PIECE_LEAST = 16 * 1024;

  private final Loop loop;
  private final OpenFile file;
  private final long from;
  private final long length;
  private long sent;
  private long checked;
  private boolean paused;
  private boolean pushing;
  private @Nullable BodyReader reader;
  private int piece = PIECE_LEAST;

  FileBody(Loop loop, OpenFile file, long from, long length) {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("part of a file must not be negative");
    }
    this.loop = loop;
    this.file = file;
    this.from = from;
    this.length = length;
  }

  /// Whether the connection can let the kernel send this file.
  public boolean isSentBy(Transport transport) {
    return transport.sends(file);
  }

  /// How many bytes nobody got yet.
  public long remaining() {
    return length - sent;
  }

  /// Lets the kernel send as much as is good for one turn; how much that was.
  public long send(Transport transport) throws IOException {
    check();
    long bytes = transport.send(file, from + sent, length - sent);
    sent += bytes;
    return bytes;
  }

  private void check() throws IOException {
    if (!file.isIntact()) {
      throw new IOException("file was changed while it was sent");
    }
    checked = sent;
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
      if (sent == 0 || sent - checked >= Transport.FILE_BYTES) {
        check();
      }
      buffer.clear().limit((int) Math.min(Math.min(piece, buffer.capacity()), length - sent));
      piece = Math.min(piece * 2, Loop.READ_BYTES);
      int read = file.channel().read(buffer, from + sent);
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
