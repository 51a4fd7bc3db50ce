package dev.varve.edge.proxy;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The copy of a body for a reader who may be slower. What he has not taken yet is kept up to a
/// limit; beyond it the copy breaks off.
final class BodyCopy implements Body {
  private static final int HELD_MOST = 256 * 1024;

  private final long length;
  private final ArrayDeque<ByteBuffer> held = new ArrayDeque<>();
  private @Nullable BodyReader reader;
  private int heldBytes;
  private long count;
  private boolean paused;
  private boolean ended;
  private boolean cut;
  private boolean delivering;

  BodyCopy(long length) {
    this.length = length;
  }

  /// More of the body; the bytes are copied.
  void add(ByteBuffer lent) {
    if (cut || ended) {
      return;
    }
    if (heldBytes + lent.remaining() > HELD_MOST) {
      cut();
      return;
    }
    heldBytes += lent.remaining();
    held.add(ByteBuffer.allocate(lent.remaining()).put(lent).flip());
    deliver();
  }

  /// That was all.
  void end() {
    ended = true;
    deliver();
  }

  /// The rest does not come.
  void cut() {
    if (cut || (ended && held.isEmpty())) {
      return;
    }
    cut = true;
    forget();
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.failed(new BodyFailure(BodyFailure.Kind.CANCELLED, "copy was cut off"));
    }
  }

  private void forget() {
    held.clear();
    heldBytes = 0;
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    while (!paused && reader != null && !held.isEmpty()) {
      ByteBuffer next = held.removeFirst();
      heldBytes -= next.remaining();
      count += next.remaining();
      reader.data(next);
    }
    delivering = false;
    BodyReader to = reader;
    if (to != null && ended && held.isEmpty()) {
      reader = null;
      to.end(new Fields());
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(BodyReader to) {
    if (cut) {
      to.failed(new BodyFailure(BodyFailure.Kind.CANCELLED, "copy was cut off"));
      return;
    }
    reader = to;
    deliver();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    deliver();
  }

  @Override
  public void cancel() {
    cut = true;
    reader = null;
    forget();
  }

  @Override
  public long count() {
    return count;
  }
}
