package dev.varve.http.h2;

import dev.varve.base.LateLogger;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.h2.frame.ErrorCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The body that comes in on a stream. Passed on as it comes while the reader takes it, else held
/// in a backlog which flow control bounds: what is not taken in does not widen the window.
final class Incoming implements Body {
  private static final System.Logger LOG = LateLogger.of(Incoming.class);
  private static final Fields NO_TRAILERS = new Fields();

  private final Stream stream;
  private final Backlog backlog;
  private @Nullable BodyReader reader;
  private @Nullable BodyFailure failure;
  private Fields trailers = NO_TRAILERS;
  private long length;
  private long limit;
  private long received;
  private long count;
  private boolean paused;
  private boolean finished;
  private boolean cancelled;
  private boolean delivering;
  private boolean told;

  /// Octets that are still dropped without a reset; -1 while the answer has not left.
  private int unwanted;

  Incoming(Stream stream, Chunks chunks) {
    this.stream = stream;
    this.backlog = new Backlog(chunks);
  }

  /// A message begins.
  ///
  /// @param bodyLength as Content-Length said it, or -1
  /// @param last no body follows, so its length is known without a word
  void begin(long bodyLength, boolean last, long bodyLimit) {
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
    unwanted = -1;
  }

  void limit(long bytes) {
    limit = bytes;
  }

  /// Whether somebody reads it now.
  boolean isRead() {
    return reader != null;
  }

  /// Whether the reader waits for the peer.
  boolean isWaiting() {
    return reader != null && !paused && !finished;
  }

  /// Whether all of it came, or it failed.
  boolean isFinished() {
    return finished;
  }

  /// Whether nobody will ask for anything of it any more.
  boolean isDone() {
    return told || cancelled;
  }

  long received() {
    return received;
  }

  /// How many octets we are willing to have on their way.
  int windowTarget() {
    return reader == null && !cancelled ? Terms.STREAM_WINDOW_UNREAD : Terms.STREAM_WINDOW;
  }

  /// Data came. False when it is more than Content-Length said.
  boolean take(ByteBuffer lent) {
    received += lent.remaining();
    if (length >= 0 && received > length) {
      return false;
    }
    if (unwanted >= 0) {
      drop(lent.remaining());
    } else if (cancelled) {
      stream.connection.takenIn(stream, lent.remaining());
    } else if (reader == null || paused || delivering || !backlog.isEmpty()) {
      backlog.add(lent);
    } else {
      deliver(reader, lent);
    }
    return true;
  }

  /// The peer sent all. False when it is less than Content-Length said.
  boolean finish(Fields lastFields) {
    if (length >= 0 && received != length) {
      return false;
    }
    finished = true;
    trailers = lastFields;
    tellEnd();
    return true;
  }

  void fail(BodyFailure cause) {
    if (told) {
      return;
    }
    failure = cause;
    finished = true;
    if (!delivering) {
      release();
      tellEnd();
    }
  }

  /// Gives back what it holds; nobody will be told anything more.
  void close() {
    reader = null;
    cancelled = true;
    if (!delivering) {
      release();
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
      stream.owner.bodyWanted();
    }
    drain();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    drain();
  }

  @Override
  public void cancel() {
    if (cancelled || told) {
      return;
    }
    close();
    stream.owner.bodyCancelled();
  }

  @Override
  public long count() {
    return count;
  }

  /// The answer has left and nobody reads. A little may still come, since the peer does not know
  /// yet: it is held to the rules and dropped, and the stream's window stays as it is.
  void linger() {
    close();
    unwanted = Terms.STREAM_UNWANTED;
  }

  boolean isLingering() {
    return unwanted >= 0;
  }

  private void drop(int octets) {
    stream.connection.takenIn(octets);
    unwanted -= octets;
    if (unwanted < 0) {
      unwanted = 0;
      stream.connection.stopReceiving(stream);
    }
  }

  private void deliver(BodyReader to, ByteBuffer lent) {
    int octets = lent.remaining();
    if (count + octets > limit) {
      stream.connection.takenIn(stream, octets);
      tooLarge();
      return;
    }
    count += octets;
    delivering = true;
    try {
      to.data(lent);
    } catch (RuntimeException bug) {
      readerFailed(bug);
    } finally {
      delivering = false;
    }
    stream.connection.takenIn(stream, octets);
    if (cancelled || failure != null) {
      release();
    }
  }

  /// A bug in who reads one body ends that stream, not the connection.
  private void readerFailed(RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "the reader of a body failed", bug);
    reader = null;
    cancelled = true;
    stream.connection.abandon(
        stream,
        ErrorCode.INTERNAL_ERROR,
        new BodyFailure(BodyFailure.Kind.CANCELLED, "reader failed"));
  }

  private void drain() {
    if (delivering) {
      return;
    }
    while (reader != null && !paused && !backlog.isEmpty()) {
      ByteBuffer first = backlog.first();
      int octets = first.remaining();
      deliver(reader, first);
      if (!backlog.isEmpty()) {
        first.position(first.limit());
        backlog.advanced(octets);
      }
    }
    tellEnd();
  }

  private void tellEnd() {
    BodyReader to = reader;
    if (to == null || delivering || !finished || !backlog.isEmpty()) {
      return;
    }
    reader = null;
    told = true;
    if (failure != null) {
      to.failed(failure);
    } else {
      to.end(trailers);
    }
    stream.owner.bodyEnded();
  }

  private void tooLarge() {
    BodyReader to = reader;
    close();
    stream.owner.bodyCancelled();
    if (to != null) {
      to.failed(new BodyFailure(BodyFailure.Kind.TOO_LARGE, "body over " + limit + " bytes"));
    }
  }

  private void release() {
    int held = backlog.octets();
    backlog.clear();
    if (held > 0) {
      stream.connection.takenIn(stream, held);
    }
  }
}
