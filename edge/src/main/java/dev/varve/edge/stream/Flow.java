package dev.varve.edge.stream;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// One direction of a connection. What was read is written before more is read, so that it holds
/// one chunk at most beside what it began with, and a slow reader slows its writer. The end of the
/// source is passed on as the end of the sink's input, and the other direction goes on.
final class Flow {
  /// Chunks moved before others have their turn.
  private static final int BATCH = 32;

  private final Loop loop;
  private final Transport from;
  private final Transport to;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(2);
  private long count;
  private boolean ended;
  private boolean over;
  private boolean reading;

  Flow(Transport from, Transport to) {
    this.loop = from.loop();
    this.from = from;
    this.to = to;
  }

  /// Sends this before what is read; the flow gives the chunk back.
  ///
  /// @param read how much of it was read from the source
  void begin(ByteBuffer chunk, int read) {
    waiting.add(chunk);
    count += read;
  }

  /// Bytes that were read from the source.
  long count() {
    return count;
  }

  /// Whether the source has ended and the sink knows.
  boolean isOver() {
    return over;
  }

  /// Whether it was the source that failed, when [#pump] threw.
  boolean isSourceBroken() {
    return reading;
  }

  /// Moves what can be moved; true when there is more to do at once.
  boolean pump() throws IOException {
    for (int i = 0; i < BATCH && !over; i++) {
      if (!write()) {
        return false;
      }
      if (ended) {
        to.shutdownOutput();
        over = true;
      } else if (!read()) {
        return false;
      }
    }
    return !over;
  }

  /// Whether all that waits has gone.
  private boolean write() throws IOException {
    for (ByteBuffer chunk = waiting.peekFirst(); chunk != null; chunk = waiting.peekFirst()) {
      to.write(chunk);
      if (chunk.hasRemaining()) {
        return false;
      }
      loop.give(waiting.removeFirst());
    }
    return to.flush();
  }

  /// Whether there was something, or the end.
  private boolean read() throws IOException {
    ByteBuffer chunk = loop.take();
    int read = 0;
    reading = true;
    try {
      read = from.read(chunk);
      reading = false;
    } finally {
      if (read > 0) {
        waiting.add(chunk.flip());
        count += read;
      } else {
        loop.give(chunk);
        ended = read < 0;
      }
    }
    return read != 0;
  }

  /// Gives back what waits.
  void close() {
    waiting.forEach(loop::give);
    waiting.clear();
    over = true;
  }
}
