package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Sends a body on a stream. What the windows or the connection do not take now is held, and the
/// body paused, until it is this stream's turn; that is at most what a body may give after a pause.
final class Outgoing implements BodyReader {
  private final Stream stream;
  private final Backlog backlog;
  private @Nullable Body body;
  private @Nullable Fields trailers;
  private boolean paused;
  private boolean ended;
  private long blockedSince;
  private boolean blocked;
  private long count;
  private long given;
  private long expected;

  Outgoing(Stream stream, Chunks chunks) {
    this.stream = stream;
    this.backlog = new Backlog(chunks);
  }

  void begin() {
    body = null;
    trailers = null;
    paused = false;
    ended = false;
    blocked = false;
    count = 0;
    given = 0;
    expected = -1;
  }

  /// Begins to send a body behind a head that was sent.
  ///
  /// @param length what the head said, or -1
  void send(Body source, long length) {
    body = source;
    expected = length;
    source.read(this);
  }

  /// Octets of the body that were framed so far.
  long count() {
    return count;
  }

  /// Since when data waits for the peer to widen a window; only while [#isBlocked].
  long blockedSince() {
    return blockedSince;
  }

  boolean isBlocked() {
    return blocked;
  }

  /// Nothing more will be sent: tells the body, and gives back what is held.
  void close() {
    Body source = body;
    body = null;
    backlog.clear();
    blocked = false;
    if (source != null && !ended) {
      ended = true;
      source.cancel();
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    if (!stream.outOpen) {
      return;
    }
    given += lent.remaining();
    if (expected >= 0 && given > expected) {
      untrueLength();
      return;
    }
    if (backlog.isEmpty()) {
      write(lent, Integer.MAX_VALUE);
    }
    if (lent.hasRemaining()) {
      backlog.add(lent);
      waitForTurn();
    } else if (stream.connection.isCongested()) {
      waitForTurn();
    }
  }

  @Override
  public void end(Fields last) {
    if (expected >= 0 && given != expected) {
      untrueLength();
      return;
    }
    ended = true;
    body = null;
    if (!stream.outOpen) {
      return;
    }
    if (!last.isEmpty()) {
      trailers = new Fields().copy(last);
    }
    if (backlog.isEmpty()) {
      finish();
    }
  }

  @Override
  public void failed(BodyFailure cause) {
    ended = true;
    body = null;
    if (stream.outOpen) {
      stream.connection.abandon(stream, ErrorCode.INTERNAL_ERROR, cause);
    }
  }

  private void untrueLength() {
    Body source = body;
    failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, "body is not as long as it said"));
    if (source != null) {
      source.cancel();
    }
  }

  /// Its turn: sends at most one frame of what is held, else lets the body go on.
  void turn() {
    if (!backlog.isEmpty()) {
      ByteBuffer first = backlog.first();
      int before = first.remaining();
      write(first, FrameWriter.FRAME_LENGTH_MAX);
      backlog.advanced(before - first.remaining());
      if (!backlog.isEmpty()) {
        again();
        return;
      }
    }
    blocked = false;
    if (ended) {
      finish();
    } else if (paused) {
      paused = false;
      Body source = body;
      if (source != null) {
        source.resume();
      }
    }
  }

  private void again() {
    Connection connection = stream.connection;
    block();
    if (stream.sendWindow <= 0) {
      return;
    }
    if (stream.incremental) {
      connection.ready().add(stream);
    } else {
      connection.ready().addFirst(stream);
    }
  }

  private void write(ByteBuffer from, int most) {
    Connection connection = stream.connection;
    int sendable = Math.min(connection.sendable(stream), Math.min(from.remaining(), most));
    if (sendable > 0) {
      blocked = false;
      count += sendable;
      connection.sendData(stream, from, sendable);
    }
  }

  private void waitForTurn() {
    if (!paused && !ended) {
      paused = true;
      Body source = body;
      if (source != null) {
        source.pause();
      }
    }
    if (stream.sendWindow > 0 || backlog.isEmpty()) {
      stream.connection.ready().add(stream);
    }
    if (!backlog.isEmpty()) {
      block();
    }
  }

  private void block() {
    if (!blocked) {
      blocked = true;
      blockedSince = stream.connection.nanos();
    }
  }

  private void finish() {
    Fields last = trailers;
    trailers = null;
    stream.connection.sendEnd(stream, last);
  }
}
