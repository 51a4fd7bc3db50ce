package dev.varve.http.h3;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Sends a body on a stream, in DATA frames. What QUIC does not take now waits in the stream, and
/// the body is paused until all of it has left; that is at most what a body may give after a pause.
final class Outgoing implements BodyReader {
  /// So small that a client which takes little by little is seen to move.
  private static final int FRAME_OCTETS = 16 * 1024;

  private static final int HEAD_MOST = 9;

  private final RequestStream stream;
  private @Nullable Body body;
  private boolean paused;
  private boolean ended;
  private long given;
  private long expected = -1;

  Outgoing(RequestStream stream) {
    this.stream = stream;
  }

  /// Begins to send a body behind a head that was sent.
  ///
  /// @param length what the head said, or -1
  void send(Body source, long length) {
    body = source;
    expected = length;
    source.read(this);
  }

  /// Nothing more will be sent: tells the body.
  void close() {
    Body source = body;
    body = null;
    if (source != null && !ended) {
      ended = true;
      source.cancel();
    }
  }

  /// All that was given has left.
  void flushed() {
    Body source = body;
    if (paused && source != null) {
      paused = false;
      source.resume();
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    given += lent.remaining();
    if (expected >= 0 && given > expected) {
      untrueLength();
      return;
    }
    while (lent.hasRemaining() && stream.isOutOpen()) {
      int octets = Math.min(lent.remaining(), FRAME_OCTETS);
      ByteBuf frame = stream.buffer(octets + HEAD_MOST);
      Varint.write(frame, FrameType.DATA);
      Varint.write(frame, octets);
      frame.writeBytes(lent.slice(lent.position(), octets));
      lent.position(lent.position() + octets);
      stream.write(frame, false);
    }
    Body source = body;
    if (stream.pending() > 0 && !paused && source != null) {
      paused = true;
      source.pause();
    }
  }

  @Override
  public void end(Fields trailers) {
    if (expected >= 0 && given != expected) {
      untrueLength();
      return;
    }
    ended = true;
    body = null;
    if (stream.isOutOpen()) {
      stream.sendEnd(trailers);
    }
  }

  @Override
  public void failed(BodyFailure cause) {
    ended = true;
    body = null;
    stream.abandon(ErrorCode.H3_INTERNAL_ERROR, cause);
  }

  private void untrueLength() {
    Body source = body;
    failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, "body is not as long as it said"));
    if (source != null) {
      source.cancel();
    }
  }
}
