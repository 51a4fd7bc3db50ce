package dev.varve.http.compress;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.net.Loop;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A body as another body with its bytes transformed on the way. Holds two chunks of the loop while
/// it is read; what the reader does not take stays with the source, but for one buffer.
///
/// The source's bytes are used as far as the reader takes the result; the rest of a lent buffer is
/// copied and the source paused.
final class CodedBody implements Body, BodyReader {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Loop loop;
  private final Body source;
  private final Supplier<Transform> maker;
  private final CodedLimits limits;
  private final boolean flushes;
  private @Nullable BodyReader reader;
  private @Nullable Transform transform;
  private @Nullable ByteBuffer in;
  private @Nullable ByteBuffer out;
  private ByteBuffer current = NOTHING;
  private @Nullable Fields trailers;
  private boolean paused;
  private boolean sourcePaused;
  private boolean running;

  /// Whether `current` is the source's own buffer, to be given back before [#data] returns.
  private boolean lending;

  private boolean flushWanted;
  private boolean finished;
  private boolean over;
  private long taken;
  private long count;

  /// @param maker makes the transform when reading begins, since it holds memory
  /// @param flushes whether what a source gives is passed on at once, as streams of events need it
  CodedBody(
      Loop loop, Body source, Supplier<Transform> maker, CodedLimits limits, boolean flushes) {
    this.loop = loop;
    this.source = source;
    this.maker = maker;
    this.limits = limits;
    this.flushes = flushes;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    transform = maker.get();
    in = loop.take().limit(0);
    out = loop.take();
    source.read(this);
  }

  @Override
  public void pause() {
    paused = true;
    pauseSource();
  }

  @Override
  public void resume() {
    paused = false;
    pump();
    resumeSource();
  }

  @Override
  public void cancel() {
    if (over) {
      return;
    }
    source.cancel();
    close();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void data(ByteBuffer lent) {
    if (over) {
      return;
    }
    flushWanted = flushes;
    if (running || current.hasRemaining()) {
      keep(lent);
    } else {
      current = lent;
      lending = true;
      pump();
      if (lending) {
        lending = false;
        current = NOTHING;
        keep(lent);
      }
    }
    if (current.hasRemaining()) {
      pauseSource();
    }
  }

  @Override
  public void end(Fields last) {
    trailers = last.isEmpty() ? last : new Fields().copy(last);
    pump();
  }

  @Override
  public void failed(BodyFailure cause) {
    fail(cause);
  }

  private void keep(ByteBuffer lent) {
    if (!lent.hasRemaining()) {
      return;
    }
    lending = false;
    var kept = ByteBuffer.allocate(current.remaining() + lent.remaining());
    current = kept.put(current).put(lent).flip();
  }

  private void pauseSource() {
    if (!sourcePaused && trailers == null && !over) {
      sourcePaused = true;
      source.pause();
    }
  }

  private void resumeSource() {
    if (sourcePaused && !paused && !over && !current.hasRemaining()) {
      sourcePaused = false;
      source.resume();
    }
  }

  private void pump() {
    if (running) {
      return;
    }
    running = true;
    try {
      boolean more = true;
      while (more && !paused && !over) {
        more = advance();
      }
    } catch (CodingException wrong) {
      source.cancel();
      fail(new BodyFailure(BodyFailure.Kind.MALFORMED, wrong.reason()));
    } finally {
      running = false;
    }
    if (over) {
      release();
    } else if (finished) {
      tellEnd();
    }
  }

  /// One step; false when there is nothing to do before more comes.
  private boolean advance() throws CodingException {
    ByteBuffer input = in;
    ByteBuffer output = out;
    Transform does = transform;
    if (finished || input == null || output == null || does == null) {
      return false;
    }
    if (!input.hasRemaining()) {
      refill(input);
    }
    Transform.Mode mode = mode(input);
    if (mode == Transform.Mode.RUN && !input.hasRemaining()) {
      return false;
    }
    if (mode == Transform.Mode.FINISH && taken == 0 && limits.decodes()) {
      finished = true; // nothing at all is a whole body in any coding
      return false;
    }
    boolean more = does.step(input, output.clear(), mode);
    emit(output.flip());
    if (!more && !input.hasRemaining() && !current.hasRemaining()) {
      finished = mode == Transform.Mode.FINISH;
      flushWanted &= mode != Transform.Mode.FLUSH;
    }
    return true;
  }

  private Transform.Mode mode(ByteBuffer input) {
    if (input.hasRemaining() || current.hasRemaining()) {
      return Transform.Mode.RUN;
    }
    if (trailers != null) {
      return Transform.Mode.FINISH;
    }
    return flushWanted ? Transform.Mode.FLUSH : Transform.Mode.RUN;
  }

  private void refill(ByteBuffer input) {
    input.clear();
    int length = Math.min(input.remaining(), current.remaining());
    int limit = current.limit();
    input.put(current.limit(current.position() + length)).flip();
    current.limit(limit);
    taken += length;
  }

  private void emit(ByteBuffer output) {
    BodyReader to = reader;
    if (!output.hasRemaining() || to == null) {
      return;
    }
    if (!limits.allow(taken, count + output.remaining())) {
      source.cancel();
      fail(new BodyFailure(BodyFailure.Kind.TOO_LARGE, "decompressed body is too large"));
      return;
    }
    count += output.remaining();
    to.data(output);
  }

  private void tellEnd() {
    BodyReader to = reader;
    Fields last = trailers;
    close();
    if (to != null && last != null) {
      to.end(last);
    }
  }

  private void fail(BodyFailure cause) {
    BodyReader to = reader;
    close();
    if (to != null) {
      to.failed(cause);
    }
  }

  private void close() {
    over = true;
    reader = null;
    current = NOTHING;
    if (!running) {
      release();
    }
  }

  private void release() {
    ByteBuffer input = in;
    ByteBuffer output = out;
    in = null;
    out = null;
    if (input != null) {
      loop.give(input);
    }
    if (output != null) {
      loop.give(output);
    }
    Transform done = transform;
    transform = null;
    if (done != null) {
      done.close();
    }
  }
}
