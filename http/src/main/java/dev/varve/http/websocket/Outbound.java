package dev.varve.http.websocket;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Frames on their way to the peer: the body of the tunnel, at the speed the connection bears.
final class Outbound implements Body {
  /// Told about the connection.
  interface Listener {
    /// The connection took some of what waited.
    void drained();

    /// Nobody will take anything any more.
    void gone();
  }

  private static final Fields NO_TRAILERS = new Fields();

  private final Listener listener;
  private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>();
  private @Nullable BodyReader reader;
  private long waiting;
  private long count;
  private boolean paused;
  private boolean pushing;
  private boolean ending;
  private boolean over;

  Outbound(Listener listener) {
    this.listener = listener;
  }

  /// How many bytes wait.
  long waiting() {
    return waiting;
  }

  void add(ByteBuffer frame) {
    if (!ending && !over) {
      waiting += frame.remaining();
      frames.addLast(frame);
      push();
    }
  }

  /// Hands on what is lent, unless something waits: then nothing is taken, and [Listener#drained]
  /// comes when the connection takes more.
  boolean pass(ByteBuffer lent) {
    BodyReader to = reader;
    if (to == null || paused || pushing || ending || !frames.isEmpty()) {
      return false;
    }
    count += lent.remaining();
    to.data(lent);
    return true;
  }

  /// Nothing more will be added.
  void end() {
    ending = true;
    push();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    push();
    if (!over) {
      listener.drained();
    }
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    push();
    if (!over) {
      listener.drained();
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      over = true;
      reader = null;
      frames.clear();
      waiting = 0;
      listener.gone();
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
      while (reader != null && !paused && !frames.isEmpty()) {
        ByteBuffer frame = frames.removeFirst();
        waiting -= frame.remaining();
        count += frame.remaining();
        reader.data(frame);
      }
    } finally {
      pushing = false;
    }
    BodyReader done = reader;
    if (done != null && ending && frames.isEmpty() && !over) {
      over = true;
      reader = null;
      done.end(NO_TRAILERS);
    }
  }
}
