package dev.varve.edge.fastcgi;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a script answers, as a body. Holds at most what one read of the connection brought while
/// the client takes nothing.
final class ScriptOutput implements Body {
  private final Runnable readOn;
  private final Runnable close;
  private byte[] held = {};
  private int heldLength;
  private long length = -1;
  private long count;
  private boolean paused;
  private boolean discarded;
  private boolean ended;
  private @Nullable BodyFailure failure;
  private @Nullable BodyReader reader;

  /// @param readOn there is room again
  /// @param close nobody wants the rest
  ScriptOutput(Runnable readOn, Runnable close) {
    this.readOn = readOn;
    this.close = close;
  }

  void length(long known) {
    length = known;
  }

  void discard() {
    discarded = true;
  }

  boolean isFull() {
    return heldLength > 0 || paused;
  }

  void deliver(ByteBuffer piece) {
    BodyReader to = reader;
    if (discarded) {
      return;
    }
    if (to == null || isFull()) {
      int more = piece.remaining();
      if (heldLength + more > held.length) {
        held = Arrays.copyOf(held, Math.max(heldLength + more, held.length * 2));
      }
      piece.get(held, heldLength, more);
      heldLength += more;
    } else {
      count += piece.remaining();
      to.data(piece);
    }
  }

  void end() {
    ended = true;
    finish();
  }

  void fail(BodyFailure cause) {
    failure = cause;
    finish();
  }

  private void finish() {
    BodyReader to = reader;
    if (to == null || heldLength > 0) {
      return;
    }
    BodyFailure cause = failure;
    if (cause != null) {
      reader = null;
      to.failed(cause);
    } else if (ended) {
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
    reader = to;
    flow();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    flow();
  }

  private void flow() {
    BodyReader to = reader;
    if (to != null && heldLength > 0 && !paused) {
      ByteBuffer piece = ByteBuffer.wrap(held, 0, heldLength);
      held = new byte[0];
      count += heldLength;
      heldLength = 0;
      to.data(piece);
    }
    finish();
    if (!ended && failure == null && !isFull()) {
      readOn.run();
    }
  }

  @Override
  public void cancel() {
    reader = null;
    discarded = true;
    close.run();
  }

  @Override
  public long count() {
    return count;
  }
}
