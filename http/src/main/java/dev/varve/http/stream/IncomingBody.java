package dev.varve.http.stream;

import dev.varve.base.LateLogger;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The body that comes in on a stream: what its reader is told, and its length and limit. It holds
/// no octets itself; those that the reader does not take now wait with the [Source], where flow
/// control bounds them. Recycled with its stream: [#begin] makes it new.
public final class IncomingBody implements Body {
  /// The stream that the octets come from.
  public interface Source {
    /// Somebody begins to read.
    void bodyWanted();

    /// Nobody wants the rest.
    void bodyCancelled();

    /// The reader was told the end or a failure.
    void bodyEnded();

    /// To give what waits as long as the body [#takes] it.
    void pump();

    /// Whether something waits that was not given yet.
    boolean holds();

    /// So many octets of what was given are done with.
    void taken(int octets);

    /// Nobody will be given what waits.
    void discard();

    /// The reader failed by a bug: the stream is to be reset.
    void readerFailed(BodyFailure cause);
  }

  private static final System.Logger LOG = LateLogger.of(IncomingBody.class);
  private static final Fields NO_TRAILERS = new Fields();

  private final Source source;
  private @Nullable BodyReader reader;
  private @Nullable BodyFailure failure;
  private Fields trailers = NO_TRAILERS;
  private long length = -1;
  private long limit = Long.MAX_VALUE;
  private long received;
  private long count;
  private boolean paused;
  private boolean finished;
  private boolean cancelled;
  private boolean delivering;
  private boolean told;

  public IncomingBody(Source source) {
    this.source = source;
  }

  /// A message begins.
  ///
  /// @param bodyLength as Content-Length said it, or -1
  /// @param last no body follows, so its length is known without a word
  public void begin(long bodyLength, boolean last, long bodyLimit) {
    reader = null;
    failure = null;
    trailers = NO_TRAILERS;
    length = last && bodyLength < 0 ? 0 : bodyLength;
    limit = bodyLimit;
    received = 0;
    count = 0;
    paused = false;
    finished = false;
    cancelled = false;
    delivering = false;
    told = false;
  }

  public void limit(long bytes) {
    limit = bytes;
  }

  /// Whether somebody reads it now.
  public boolean isRead() {
    return reader != null;
  }

  /// Whether the reader waits for the peer.
  public boolean isWaiting() {
    return reader != null && !paused && !finished;
  }

  /// Whether all of it came, or it failed.
  public boolean isFinished() {
    return finished;
  }

  /// Whether nobody wants what comes.
  public boolean isCancelled() {
    return cancelled;
  }

  /// Whether nobody will ask for anything of it any more.
  public boolean isDone() {
    return told || cancelled;
  }

  /// Whether octets may be given, or dropped when it [#isCancelled].
  public boolean takes() {
    return cancelled || (reader != null && !paused && !delivering);
  }

  /// Octets that came, given or not.
  public long received() {
    return received;
  }

  /// Octets came. False when that is more than Content-Length said.
  public boolean came(int octets) {
    received += octets;
    return length < 0 || received <= length;
  }

  /// Gives octets to the reader, while there is one that [#takes] them.
  public void give(ByteBuffer lent) {
    BodyReader to = reader;
    int octets = lent.remaining();
    if (to == null) {
      source.taken(octets);
      return;
    }
    if (count + octets > limit) {
      source.taken(octets);
      tooLarge();
      return;
    }
    count += octets;
    delivering = true;
    try {
      to.data(lent);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "the reader of a body failed", bug);
      close();
      source.readerFailed(new BodyFailure(BodyFailure.Kind.CANCELLED, "reader failed"));
    } finally {
      delivering = false;
    }
    source.taken(octets);
    if (cancelled || failure != null) {
      source.discard();
      tellEnd();
    }
  }

  /// The peer sent all. False when it is less than Content-Length said, unless it failed before.
  public boolean finish(Fields lastFields) {
    if (failure == null && length >= 0 && received != length) {
      return false;
    }
    finished = true;
    trailers = lastFields;
    tellEnd();
    return true;
  }

  public void fail(BodyFailure cause) {
    if (told) {
      return;
    }
    failure = cause;
    finished = true;
    if (!delivering) {
      source.discard();
      tellEnd();
    }
  }

  /// Nobody will be told anything more.
  public void close() {
    reader = null;
    cancelled = true;
    if (!delivering) {
      source.discard();
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    if (length > limit) {
      tooLarge();
      return;
    }
    if (!finished) {
      source.bodyWanted();
    }
    source.pump();
    tellEnd();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    source.pump();
    tellEnd();
  }

  @Override
  public void cancel() {
    if (cancelled || told) {
      return;
    }
    close();
    source.bodyCancelled();
  }

  @Override
  public long count() {
    return count;
  }

  private void tellEnd() {
    BodyReader to = reader;
    if (to == null || delivering || !finished || (failure == null && source.holds())) {
      return;
    }
    reader = null;
    told = true;
    if (failure != null) {
      to.failed(failure);
    } else {
      to.end(trailers);
    }
    source.bodyEnded();
  }

  private void tooLarge() {
    BodyReader to = reader;
    close();
    source.bodyCancelled();
    if (to != null) {
      to.failed(new BodyFailure(BodyFailure.Kind.TOO_LARGE, "body over " + limit + " bytes"));
    }
  }
}
