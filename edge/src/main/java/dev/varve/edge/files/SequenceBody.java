package dev.varve.edge.files;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies of known length one behind the other, as one.
final class SequenceBody implements Body, BodyReader {
  private final List<Body> parts;
  private final long length;
  private int at;
  private long count;
  private boolean paused;
  private boolean stepping;
  private boolean ended;
  private @Nullable BodyReader reader;

  SequenceBody(List<Body> parts) {
    this.parts = List.copyOf(parts);
    long sum = 0;
    for (Body part : parts) {
      sum += part.length();
    }
    length = sum;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    ended = true;
    step();
  }

  @Override
  public void pause() {
    paused = true;
    if (at > 0) {
      parts.get(at - 1).pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (at > 0) {
      parts.get(at - 1).resume();
    }
    step();
  }

  @Override
  public void cancel() {
    reader = null;
    for (int i = Math.max(at - 1, 0); i < parts.size(); i++) {
      parts.get(i).cancel();
    }
  }

  @Override
  public long count() {
    return count;
  }

  /// Begins parts as long as the one before has ended and nobody has paused. A loop and not a
  /// recursion: parts may end before `read` returns.
  private void step() {
    if (stepping) {
      return;
    }
    stepping = true;
    while (ended && !paused && reader != null && at < parts.size()) {
      ended = false;
      parts.get(at++).read(this);
    }
    stepping = false;
    BodyReader done = reader;
    if (ended && done != null && at == parts.size()) {
      reader = null;
      done.end(new Fields());
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    BodyReader to = reader;
    if (to != null) {
      count += lent.remaining();
      to.data(lent);
    }
  }

  @Override
  public void end(Fields trailers) {
    ended = true;
    step();
  }

  @Override
  public void failed(BodyFailure cause) {
    BodyReader to = reader;
    if (to != null) {
      cancel();
      to.failed(cause);
    }
  }
}
