package dev.varve.http;

import dev.varve.http.net.Loop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A blocking stream that is read as a [Body], for virtual threads. Writing waits while the buffer
/// is full, so memory stays bounded.
///
/// Written by one thread at a time, never by a loop. Closing ends the body; [#fail] breaks it off.
/// What is written leaves when the buffer is half full, on [#flush] and on close; after
/// [#eachWriteLeaves] always.
public final class BodyOutput extends OutputStream {
  private final Loop loop;
  private final long length;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Giving giving;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final byte[] buffer;
  private int held;
  private boolean eager;
  private boolean closed;
  private boolean gone;
  private @Nullable BodyFailure failure;
  private @Nullable Fields trailers;

  /// @param length the number of bytes that will be written, or -1
  /// @param capacity bytes held at most
  public BodyOutput(Loop loop, long length, int capacity) {
    this.loop = loop;
    this.length = length;
    this.buffer = new byte[capacity];
    this.giving = new Giving();
  }

  /// The other end, for the loop.
  public Body body() {
    return giving;
  }

  /// From now on nothing waits for more to be written, as streams of events need it.
  public void eachWriteLeaves() {
    lock.lock();
    try {
      eager = true;
    } finally {
      lock.unlock();
    }
  }

  /// Fields to send behind the body; to be set before closing.
  public void trailers(Fields fields) {
    lock.lock();
    try {
      trailers = fields;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  /// Waits for room.
  ///
  /// @throws IOException when nobody reads the body any more
  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, from.length);
    int at = offset;
    int left = count;
    lock.lock();
    try {
      while (left > 0) {
        awaitRoom();
        int taken = Math.min(left, buffer.length - held);
        System.arraycopy(from, at, buffer, held, taken);
        held += taken;
        at += taken;
        left -= taken;
        if (eager || held * 2 >= buffer.length) {
          schedule();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {
    schedule();
  }

  @Override
  public void close() {
    finish(null);
  }

  /// Ends the body as broken, so that the client does not take it for complete.
  public void fail(String reason) {
    finish(new BodyFailure(BodyFailure.Kind.UNREADABLE, reason));
  }

  private void finish(@Nullable BodyFailure cause) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      failure = cause;
    } finally {
      lock.unlock();
    }
    schedule();
  }

  private void awaitRoom() throws IOException {
    while (held == buffer.length && !gone && !closed) {
      schedule();
      changed.awaitUninterruptibly();
    }
    if (gone || closed) {
      throw new IOException(gone ? "nobody reads the body any more" : "body is closed");
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(giving);
    }
  }

  /// The loop's side.
  private final class Giving implements Body, Runnable {
    private final byte[] lent = new byte[buffer.length];
    private @Nullable BodyReader reader;
    private boolean paused;
    private boolean pushing;
    private long count;

    @Override
    public void run() {
      scheduled.set(false);
      push();
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
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
      lock.lock();
      try {
        gone = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long count() {
      return count;
    }

    private void push() {
      if (pushing) {
        return;
      }
      pushing = true;
      try {
        int taken = take();
        while (taken > 0 && reader != null) {
          count += taken;
          reader.data(ByteBuffer.wrap(lent, 0, taken));
          taken = take();
        }
      } finally {
        pushing = false;
      }
      finishReader();
    }

    private int take() {
      lock.lock();
      try {
        if (paused || reader == null) {
          return 0;
        }
        int taken = held;
        System.arraycopy(buffer, 0, lent, 0, taken);
        held = 0;
        changed.signalAll();
        return taken;
      } finally {
        lock.unlock();
      }
    }

    private void finishReader() {
      BodyReader to = reader;
      if (to == null) {
        return;
      }
      BodyFailure cause;
      Fields last;
      lock.lock();
      try {
        if (!closed || held > 0) {
          return;
        }
        cause = failure;
        last = trailers;
      } finally {
        lock.unlock();
      }
      reader = null;
      if (cause != null) {
        to.failed(cause);
      } else {
        to.end(last == null ? BytesBody.NO_TRAILERS : last);
      }
    }
  }
}
