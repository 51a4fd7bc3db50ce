package dev.varve.http.h2;

import dev.varve.http.h2.frame.Chunks;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Copies of octets that cannot go on yet, in chunks, first in first out. Its user bounds it.
final class Backlog {
  private final Chunks chunks;
  private @Nullable ArrayDeque<ByteBuffer> full;
  private @Nullable ByteBuffer last;
  private int octets;

  Backlog(Chunks chunks) {
    this.chunks = chunks;
  }

  int octets() {
    return octets;
  }

  boolean isEmpty() {
    return octets == 0;
  }

  /// Copies all that is left of the buffer.
  void add(ByteBuffer lent) {
    octets += lent.remaining();
    while (lent.hasRemaining()) {
      ByteBuffer chunk = open();
      int piece = Math.min(chunk.remaining(), lent.remaining());
      int limit = lent.limit();
      chunk.put(lent.limit(lent.position() + piece));
      lent.limit(limit);
    }
  }

  /// The oldest chunk, ready to be read. [#advanced] must follow when octets of it were taken.
  ByteBuffer first() {
    ArrayDeque<ByteBuffer> queue = full;
    ByteBuffer first = queue == null ? null : queue.peekFirst();
    if (first != null) {
      return first;
    }
    ByteBuffer only = last;
    if (only == null) {
      throw new IllegalStateException("backlog is empty");
    }
    last = null;
    queue().addLast(only.flip());
    return only;
  }

  /// So many octets of [#first] were taken.
  void advanced(int count) {
    octets -= count;
    ArrayDeque<ByteBuffer> queue = queue();
    ByteBuffer first = queue.peekFirst();
    if (first != null && !first.hasRemaining()) {
      chunks.give(queue.removeFirst());
    }
  }

  void clear() {
    ByteBuffer tail = last;
    if (tail != null) {
      chunks.give(tail);
      last = null;
    }
    ArrayDeque<ByteBuffer> queue = full;
    if (queue != null) {
      queue.forEach(chunks::give);
      queue.clear();
    }
    octets = 0;
  }

  private ByteBuffer open() {
    ByteBuffer tail = last;
    if (tail != null && tail.hasRemaining()) {
      return tail;
    }
    if (tail != null) {
      queue().addLast(tail.flip());
    }
    ByteBuffer fresh = chunks.take();
    last = fresh;
    return fresh;
  }

  private ArrayDeque<ByteBuffer> queue() {
    ArrayDeque<ByteBuffer> queue = full;
    if (queue == null) {
      queue = full = new ArrayDeque<>(4);
    }
    return queue;
  }
}
