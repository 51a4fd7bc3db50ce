package dev.varve.http;

import dev.varve.http.net.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A [Body] as a blocking stream, for virtual threads. Reading begins with the first call; the loop
/// is told to pause when the buffer is full, so memory stays bounded.
///
/// Read by one thread at a time, never by a loop. To be closed in any case: closing early cancels
/// the body.
public final class BodyInput extends InputStream {
  private static final byte[] EMPTY = {};

  private final Loop loop;
  private final Body body;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Taking taking = new Taking();
  private final int capacity;
  private byte[] ring;
  private int from;
  private int held;
  private boolean started;
  private boolean paused;
  private boolean ended;
  private boolean closed;
  private @Nullable BodyFailure failure;
  private @Nullable Fields trailers;

  /// @param capacity bytes held at most, not counting one buffer that may come after a pause
  public BodyInput(Loop loop, Body body, int capacity) {
    this.loop = loop;
    this.body = body;
    this.capacity = capacity;
    this.ring = EMPTY; // most requests that may have a body have none
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// Waits for at least one byte.
  ///
  /// @throws IOException when the body did not become complete, with the [BodyFailure] as its cause
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      start();
      while (held == 0 && !ended) {
        changed.awaitUninterruptibly();
      }
      return held > 0 ? take(into, offset, length) : end();
    } finally {
      lock.unlock();
    }
  }

  /// The trailers, after the end was read; null before.
  public @Nullable Fields trailers() {
    lock.lock();
    try {
      return trailers;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (!ended || !started) {
        ended = true;
        started = true;
        loop.execute(body::cancel);
      }
      held = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void start() throws IOException {
    if (closed) {
      throw new IOException("body is closed");
    }
    if (!started) {
      started = true;
      loop.execute(() -> body.read(taking));
    }
  }

  private int take(byte[] into, int offset, int length) {
    int taken = Math.min(length, held);
    int first = Math.min(taken, ring.length - from);
    System.arraycopy(ring, from, into, offset, first);
    System.arraycopy(ring, 0, into, offset + first, taken - first);
    from = (from + taken) % ring.length;
    held -= taken;
    if (paused && held <= capacity / 2) {
      paused = false;
      loop.execute(body::resume);
    }
    return taken;
  }

  private int end() throws IOException {
    if (failure != null) {
      throw new IOException(failure.reason(), failure);
    }
    if (closed) {
      throw new IOException("body is closed");
    }
    return -1;
  }

  private void put(ByteBuffer lent) {
    int length = lent.remaining();
    if (length == 0) {
      return;
    }
    if (held + length > ring.length) {
      grow(held + length);
    }
    int at = (from + held) % ring.length;
    int first = Math.min(length, ring.length - at);
    lent.get(ring, at, first);
    lent.get(ring, 0, length - first);
    held += length;
  }

  private void grow(int size) {
    byte[] wider = new byte[Math.max(size, Math.max(ring.length * 2, Math.min(capacity, 4096)))];
    int first = Math.min(held, ring.length - from);
    System.arraycopy(ring, from, wider, 0, first);
    System.arraycopy(ring, 0, wider, first, held - first);
    ring = wider;
    from = 0;
  }

  /// The loop's side.
  private final class Taking implements BodyReader {
    @Override
    public void data(ByteBuffer lent) {
      lock.lock();
      try {
        if (closed) {
          return;
        }
        put(lent);
        if (held >= capacity && !paused) {
          paused = true;
          body.pause();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void end(Fields lent) {
      finish(new Fields().copy(lent), null);
    }

    @Override
    public void failed(BodyFailure cause) {
      finish(null, cause);
    }

    private void finish(@Nullable Fields kept, @Nullable BodyFailure cause) {
      lock.lock();
      try {
        ended = true;
        trailers = kept;
        failure = cause;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
