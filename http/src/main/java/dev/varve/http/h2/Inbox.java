package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.stream.IncomingBody;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What comes in on a stream, on its way to the body's reader. Passed on as it comes while the
/// reader takes it, else held in a backlog which flow control bounds: what is not taken in does not
/// widen the window.
final class Inbox implements IncomingBody.Source {
  final IncomingBody body = new IncomingBody(this);

  private final Stream stream;
  private final Backlog backlog;

  /// What the reader is being given, where that lies in the backlog.
  private @Nullable ByteBuffer given;

  /// Octets that are still dropped without a reset; -1 while the answer has not left.
  private int unwanted;

  Inbox(Stream stream, Chunks chunks) {
    this.stream = stream;
    this.backlog = new Backlog(chunks);
  }

  /// A message begins; see [IncomingBody#begin].
  void begin(long bodyLength, boolean last, long bodyLimit) {
    body.begin(bodyLength, last, bodyLimit);
    unwanted = -1;
  }

  /// How many octets we are willing to have on their way.
  int windowTarget() {
    return body.isRead() || body.isCancelled() ? Terms.STREAM_WINDOW : Terms.STREAM_WINDOW_UNREAD;
  }

  /// Data came. False when it is more than Content-Length said.
  boolean take(ByteBuffer lent) {
    if (!body.came(lent.remaining())) {
      return false;
    }
    if (unwanted >= 0) {
      drop(lent.remaining());
    } else if (body.isCancelled()) {
      stream.connection.takenIn(stream, lent.remaining());
    } else if (body.takes() && backlog.isEmpty()) {
      body.give(lent);
    } else {
      backlog.add(lent);
    }
    return true;
  }

  /// The answer has left and nobody reads. A little may still come, since the peer does not know
  /// yet: it is held to the rules and dropped, and the stream's window stays as it is.
  void linger() {
    body.close();
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

  @Override
  public void pump() {
    while (!backlog.isEmpty() && body.takes() && given == null) {
      ByteBuffer first = backlog.first();
      given = first;
      body.give(first);
    }
  }

  @Override
  public boolean holds() {
    return !backlog.isEmpty();
  }

  @Override
  public void taken(int octets) {
    ByteBuffer first = given;
    if (first != null) {
      given = null;
      first.position(first.limit());
      backlog.advanced(octets);
    }
    stream.connection.takenIn(stream, octets);
  }

  @Override
  public void discard() {
    int held = backlog.octets();
    backlog.clear();
    if (held > 0) {
      stream.connection.takenIn(stream, held);
    }
  }

  @Override
  public void bodyWanted() {
    stream.owner.bodyWanted();
  }

  @Override
  public void bodyCancelled() {
    stream.owner.bodyCancelled();
  }

  @Override
  public void bodyEnded() {
    stream.owner.bodyEnded();
  }

  @Override
  public void readerFailed(BodyFailure cause) {
    stream.connection.abandon(stream, ErrorCode.INTERNAL_ERROR, cause);
  }
}
