package dev.varve.edge.proxy;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A request's body for one attempt after the other. What was read is kept up to a limit, so that
/// the next attempt gets it again from the start; beyond the limit the body streams through and
/// another attempt is no longer possible.
///
/// Only one view is read at a time. Belongs to a loop.
final class KeptBody implements BodyReader {
  private final Body source;
  private final int most;
  private byte[] kept = {};
  private int length;
  private boolean whole = true;
  private boolean begun;
  private boolean ended;
  private boolean settled;
  private @Nullable Fields trailers;
  private @Nullable BodyFailure failure;
  private @Nullable View view;

  /// @param most bytes kept
  KeptBody(Body source, long most) {
    this.source = source;
    this.most = (int) Math.min(most, 64 << 20);
  }

  /// Whether an attempt can still begin at the first byte.
  boolean isWhole() {
    return whole && failure == null;
  }

  /// Why the client's body did not become complete, if so.
  @Nullable BodyFailure failure() {
    return failure;
  }

  /// The body for the next attempt; the view before it is not read any more.
  Body next() {
    View next = new View();
    view = next;
    return next;
  }

  /// Nobody wants the rest.
  void cancel() {
    view = null;
    if (!ended) {
      ended = true;
      source.cancel();
    }
  }

  /// The answer has begun: no further attempt will follow, so a view that is cancelled takes the
  /// source along.
  void settle() {
    settled = true;
  }

  @Override
  public void data(ByteBuffer lent) {
    View to = view;
    if (to == null || !to.isLive()) {
      append(lent);
      source.pause();
      return;
    }
    if (whole && length + lent.remaining() <= most) {
      append(lent);
    } else {
      whole = false;
      kept = new byte[0];
      length = 0;
    }
    to.live(lent);
  }

  private void append(ByteBuffer lent) {
    int more = lent.remaining();
    if (length + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(length + more, kept.length * 2));
    }
    lent.get(lent.position(), kept, length, more);
    length += more;
  }

  @Override
  public void end(Fields lent) {
    ended = true;
    trailers = lent.isEmpty() ? lent : new Fields().copy(lent);
    View to = view;
    if (to != null) {
      to.finish();
    }
  }

  @Override
  public void failed(BodyFailure cause) {
    ended = true;
    failure = cause;
    View to = view;
    if (to != null) {
      to.finish();
    }
  }

  /// The body as one attempt reads it: first what was kept, then what comes.
  private final class View implements Body {
    private @Nullable BodyReader reader;
    private int replayed;
    private long count;
    private boolean paused;
    private boolean replaying;

    @Override
    public long length() {
      return source.length();
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
      go();
    }

    @Override
    public void pause() {
      paused = true;
      if (begun && !ended) {
        source.pause();
      }
    }

    @Override
    public void resume() {
      paused = false;
      go();
    }

    @Override
    public void cancel() {
      reader = null;
      if (view == this) {
        view = null;
      }
      if (settled) {
        KeptBody.this.cancel();
      } else if (begun && !ended) {
        source.pause();
      }
    }

    @Override
    public long count() {
      return count;
    }

    private void go() {
      if (replaying) {
        return;
      }
      replaying = true;
      BodyReader to = reader;
      while (!paused && to != null && replayed < length) {
        int piece = Math.min(64 * 1024, length - replayed);
        int from = replayed;
        replayed += piece;
        count += piece;
        to.data(ByteBuffer.wrap(kept, from, piece));
        to = reader;
      }
      replaying = false;
      if (paused || to == null || view != this) {
        return;
      }
      if (ended) {
        finish();
      } else if (begun) {
        source.resume();
      } else {
        begun = true;
        source.read(KeptBody.this);
      }
    }

    boolean isLive() {
      return reader != null && !replaying && replayed == length;
    }

    void live(ByteBuffer lent) {
      BodyReader to = reader;
      replayed = length;
      count += lent.remaining();
      if (to != null) {
        to.data(lent);
      }
    }

    void finish() {
      BodyReader to = reader;
      if (to == null || replayed < length) {
        return;
      }
      reader = null;
      BodyFailure cause = failure;
      Fields last = trailers;
      if (cause != null) {
        to.failed(cause);
      } else if (last != null) {
        to.end(last);
      }
    }
  }
}
