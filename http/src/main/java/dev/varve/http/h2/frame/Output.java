package dev.varve.http.h2.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Octets on their way to the peer, in a chain of chunks. An idle connection owns none.
///
/// The last chunk is being filled; those before it, and what a write left over, are ready to be
/// written. A frame may lie in two chunks, only its head lies in one.
public final class Output {
  /// Takes octets off the front of buffers.
  public interface Sink {
    /// Writes what there is room for of the first `count` buffers, and advances them.
    void write(ByteBuffer[] buffers, int count) throws IOException;
  }

  private static final ByteBuffer[] NONE = {};

  private final Chunks chunks;
  private final Runnable wake;
  private ByteBuffer[] ready = NONE;
  private int readyCount;
  private @Nullable ByteBuffer open;
  private long pending;
  private long written;
  private boolean woken;

  private @Nullable ByteBuffer patchable;
  private int patchAt;
  private int patchStream;

  /// @param wake called when octets come that [#write] has to be called for
  public Output(Chunks chunks, Runnable wake) {
    this.chunks = chunks;
    this.wake = wake;
  }

  /// How many octets wait to be written.
  public long pending() {
    return pending;
  }

  /// How many octets were written since the beginning.
  public long written() {
    return written;
  }

  /// How many octets were put in since the beginning.
  public long total() {
    return written + pending;
  }

  /// A buffer with room for so many octets in one piece, to be filled at its position at once.
  ByteBuffer room(int octets) {
    ByteBuffer last = open;
    if (last == null || last.remaining() < octets) {
      last = next();
    }
    added(octets);
    return last;
  }

  /// Adds octets, which may lie in several chunks.
  public void put(byte[] source, int from, int count) {
    int at = from;
    int left = count;
    while (left > 0) {
      ByteBuffer last = opened();
      int piece = Math.min(left, last.remaining());
      last.put(source, at, piece);
      at += piece;
      left -= piece;
    }
    added(count);
  }

  /// Adds the first `count` octets of the buffer and advances it.
  public void put(ByteBuffer source, int count) {
    int left = count;
    while (left > 0) {
      ByteBuffer last = opened();
      int piece = Math.min(left, last.remaining());
      last.put(last.position(), source, source.position(), piece);
      last.position(last.position() + piece);
      source.position(source.position() + piece);
      left -= piece;
    }
    added(count);
  }

  /// The head of a frame.
  void frame(int length, int type, int flags, int stream) {
    ByteBuffer head = room(FrameType.HEAD);
    int at = head.position();
    head.putInt((length << 8) | type).put((byte) flags).putInt(stream);
    patchable = head;
    patchAt = at + 4;
    patchStream = type == FrameType.DATA ? stream : 0;
  }

  /// Sets END_STREAM on the last frame where that is DATA of this stream and still here.
  boolean endLastData(int stream) {
    ByteBuffer head = patchable;
    if (head == null || patchStream != stream) {
      return false;
    }
    head.put(patchAt, (byte) (head.get(patchAt) | FrameType.END_STREAM));
    patchable = null;
    return true;
  }

  /// Writes as much as the sink takes.
  public void write(Sink sink) throws IOException {
    patchable = null;
    woken = false;
    seal();
    if (readyCount == 0) {
      return;
    }
    sink.write(ready, readyCount);
    int done = 0;
    long left = 0;
    for (int i = 0; i < readyCount; i++) {
      ByteBuffer each = ready[i];
      if (each.hasRemaining()) {
        ready[i - done] = each;
        left += each.remaining();
      } else {
        chunks.give(each);
        done++;
      }
    }
    readyCount -= done;
    written += pending - left;
    pending = left;
  }

  /// Gives back its own room while nothing waits.
  public void rest() {
    if (pending == 0 && readyCount == 0) {
      ready = NONE;
      patchable = null;
    }
  }

  /// Drops everything and gives the chunks back.
  public void clear() {
    seal();
    for (int i = 0; i < readyCount; i++) {
      chunks.give(ready[i]);
    }
    readyCount = 0;
    pending = 0;
    patchable = null;
  }

  private void added(int octets) {
    pending += octets;
    if (!woken) {
      woken = true;
      wake.run();
    }
  }

  private ByteBuffer opened() {
    ByteBuffer last = open;
    return last == null || !last.hasRemaining() ? next() : last;
  }

  private ByteBuffer next() {
    seal();
    ByteBuffer fresh = chunks.take();
    open = fresh;
    return fresh;
  }

  private void seal() {
    ByteBuffer last = open;
    if (last == null) {
      return;
    }
    open = null;
    if (readyCount == ready.length) {
      ready = Arrays.copyOf(ready, Math.max(2, readyCount * 2));
    }
    ready[readyCount++] = last.flip();
  }
}
