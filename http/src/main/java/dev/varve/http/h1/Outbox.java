package dev.varve.http.h1;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Scratch;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What a connection is about to send. Small pieces gather in chunks of the loop and leave together
/// when the turn ends; large ones leave at once, straight from the lender's buffer. What the socket
/// does not take waits here; an idle connection holds no memory.
final class Outbox implements Runnable {
  /// The connection this belongs to.
  interface Owner {
    /// All that waited has left, after [Outbox#isCongested] was true.
    void drained();

    /// Nothing can be sent any more.
    void broken(IOException cause);
  }

  private static final int LARGE = 2048;
  private static final int PIECE = 16 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);
  private static final int GATHER_MOST = 4 * Loop.CHUNK_BYTES;

  private final Transport transport;
  private final Owner owner;
  private @Nullable ArrayDeque<ByteBuffer> full;
  private @Nullable ByteBuffer tail;
  private int waiting;
  private long total;
  private boolean scheduled;
  private boolean congested;
  private boolean closed;

  Outbox(Transport transport, Owner owner) {
    this.transport = transport;
    this.owner = owner;
  }

  Transport transport() {
    return transport;
  }

  /// Bytes that wait here.
  int waiting() {
    return waiting;
  }

  /// Bytes taken in since the connection began.
  long total() {
    return total;
  }

  /// Whether the socket refused bytes, so that more are better not given.
  boolean isCongested() {
    return congested;
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  /// Adds bytes to leave with the turn.
  void put(byte[] bytes, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0 && !closed) {
      ByteBuffer chunk = room(1);
      int piece = Math.min(left, chunk.remaining());
      chunk.put(bytes, at, piece);
      count(piece);
      at += piece;
      left -= piece;
    }
  }

  void put(Scratch gathered) {
    put(gathered.array(), 0, gathered.length());
  }

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  /// A chunk with at least so much room (at most 64 bytes may be asked for); what is put into it is
  /// to be told by [#count].
  ByteBuffer room(int bytes) {
    if (closed) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer chunk = tail;
    if (chunk != null && chunk.remaining() < bytes) {
      if (full == null) {
        full = new ArrayDeque<>(4);
      }
      full.addLast(chunk.flip());
      chunk = null;
    }
    if (chunk == null) {
      // As much as a TLS record takes, so that none is cut in two.
      chunk = tail = transport.loop().take().limit(PIECE);
    }
    return chunk;
  }

  /// So many bytes were put into the chunk of [#room].
  void count(int bytes) {
    if (closed) {
      return;
    }
    waiting += bytes;
    total += bytes;
    if (!scheduled && !congested) {
      scheduled = true;
      transport.loop().afterTurns(this);
    }
    if (waiting >= GATHER_MOST && !congested) {
      flush();
    }
  }

  /// Sends bytes that are lent. Takes all of them; what the socket does not take is copied.
  void send(ByteBuffer lent) {
    send(lent, NOTHING);
  }

  /// Sends bytes that are lent, and a few behind them that leave in the same call.
  void send(ByteBuffer lent, ByteBuffer end) {
    if (closed) {
      lent.position(lent.limit());
      return;
    }
    if (congested || lent.remaining() < LARGE || !lent.isDirect()) {
      copy(lent);
      copy(end);
      return;
    }
    int length = lent.remaining() + end.remaining();
    try {
      sendNow(lent, end);
      congested |= !transport.flush();
    } catch (IOException cause) {
      fail(cause);
      return;
    }
    total += length - lent.remaining() - end.remaining();
    if (lent.hasRemaining() || end.hasRemaining()) {
      congested = true;
      copy(lent);
      copy(end);
    }
  }

  private void sendNow(ByteBuffer lent, ByteBuffer end) throws IOException {
    ByteBuffer head = tail;
    if (full != null) {
      flush();
      head = tail;
    }
    if (head == null || congested) {
      if (!congested) {
        writeNow(lent, end);
      }
      return;
    }
    head.flip();
    int before = head.remaining();
    Loop loop = transport.loop();
    if (end.hasRemaining()) {
      transport.write(loop.gather(head, lent, end), 3);
    } else {
      transport.write(loop.gather(head, lent), 2);
    }
    waiting -= before - head.remaining();
    if (head.hasRemaining()) {
      head.compact();
    } else {
      loop.give(head);
      tail = null;
    }
  }

  private void writeNow(ByteBuffer lent, ByteBuffer end) throws IOException {
    if (end.hasRemaining()) {
      transport.write(transport.loop().gather(lent, end), 2);
    } else {
      transport.write(lent);
    }
  }

  private void copy(ByteBuffer lent) {
    int limit = lent.limit();
    while (lent.position() < limit && !closed) {
      ByteBuffer chunk = room(1);
      int piece = Math.min(chunk.remaining(), limit - lent.position());
      lent.limit(lent.position() + piece);
      chunk.put(lent);
      lent.limit(limit);
      count(piece);
    }
  }

  /// So many bytes were sent past this outbox, which was empty.
  void sentElsewhere(long bytes) {
    total += bytes;
  }

  /// The socket refused bytes that were not given to this outbox.
  void block() {
    congested = true;
  }

  /// Sends what waits, as far as the socket takes it.
  void flush() {
    if (closed) {
      return;
    }
    try {
      flushChunks();
    } catch (IOException cause) {
      fail(cause);
    }
  }

  /// The socket has room again.
  void writable() {
    if (congested) {
      flush();
      if (!congested && !closed) {
        owner.drained();
      }
    }
  }

  /// Throws away what waits, and takes nothing any more.
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting = 0;
    if (full != null) {
      full.forEach(transport.loop()::give);
      full = null;
    }
    ByteBuffer last = tail;
    if (last != null) {
      tail = null;
      transport.loop().give(last);
    }
  }

  /// The end of the turn, for the loop.
  @Override
  public void run() {
    scheduled = false;
    if (!congested) {
      flush();
    }
  }

  private void flushChunks() throws IOException {
    congested = false;
    while (waiting > 0) {
      ByteBuffer first = full == null ? null : full.peekFirst();
      boolean last = first == null;
      if (first == null) {
        first = tail;
        if (first == null) {
          break;
        }
        first.flip();
      }
      waiting -= transport.write(first);
      if (first.hasRemaining()) {
        congested = true;
        if (last) {
          first.compact();
        }
        return;
      }
      if (last) {
        tail = null;
      } else {
        removeFull();
      }
      transport.loop().give(first);
    }
    if (!transport.flush()) {
      congested = true;
    }
  }

  private void removeFull() {
    ArrayDeque<ByteBuffer> chunks = full;
    if (chunks != null) {
      chunks.removeFirst();
      full = chunks.isEmpty() ? null : chunks; // an idle connection keeps nothing
    }
  }

  private void fail(IOException cause) {
    close();
    owner.broken(cause);
  }
}
