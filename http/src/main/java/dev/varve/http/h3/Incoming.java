package dev.varve.http.h3;

import dev.varve.base.LateLogger;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The body that comes in on a stream. It holds nothing itself: what the reader does not take stays
/// with the stream, which then reads no more of QUIC, whose flow control holds the client up.
final class Incoming implements Body {
  private static final System.Logger LOG = LateLogger.of(Incoming.class);
  private static final Fields NO_TRAILERS = new Fields();

  private final RequestStream stream;
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

  Incoming(RequestStream stream) {
    this.stream = stream;
  }

  /// A request begins.
  ///
  /// @param bodyLength as Content-Length said it, or -1
  /// @param last no body follows, so its length is known without a word
  void begin(long bodyLength, boolean last, long bodyLimit) {
    length = last && bodyLength < 0 ? 0 : bodyLength;
    limit = bodyLimit;
  }

  void limit(long bytes) {
    limit = bytes;
  }

  /// Whether somebody reads it now.
  boolean isRead() {
    return reader != null;
  }

  /// Whether the reader waits for the client.
  boolean isWaiting() {
    return reader != null && !paused && !finished;
  }

  /// Whether data may be given to [#take] now.
  boolean takes() {
    return cancelled || (reader != null && !paused && !delivering);
  }

  long received() {
    return received;
  }

  /// Takes that many octets, while [#takes]. False when it is more than Content-Length said.
  boolean take(ByteBuf in, int octets) {
    received += octets;
    if (length >= 0 && received > length) {
      return false;
    }
    BodyReader to = reader;
    if (cancelled || to == null) {
      in.skipBytes(octets);
    } else {
      ByteBuffer lent = in.nioBuffer(in.readerIndex(), octets);
      in.skipBytes(octets);
      deliver(to, lent);
    }
    return true;
  }

  /// The client sent all. False when it is less than Content-Length said.
  boolean finish(Fields lastFields) {
    if (!cancelled && failure == null && length >= 0 && received != length) {
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
    tellEnd();
  }

  /// Nobody will be told anything more.
  void close() {
    reader = null;
    cancelled = true;
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
      stream.bodyWanted();
    }
    stream.pump();
    tellEnd();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    stream.pump();
    tellEnd();
  }

  @Override
  public void cancel() {
    if (cancelled || told) {
      return;
    }
    close();
    stream.bodyCancelled();
  }

  @Override
  public long count() {
    return count;
  }

  private void deliver(BodyReader to, ByteBuffer lent) {
    int octets = lent.remaining();
    if (count + octets > limit) {
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
      stream.abandon(
          ErrorCode.H3_INTERNAL_ERROR,
          new BodyFailure(BodyFailure.Kind.CANCELLED, "reader failed"));
    } finally {
      delivering = false;
    }
    if (failure != null) {
      tellEnd();
    }
  }

  private void tellEnd() {
    BodyReader to = reader;
    if (to == null || delivering || !finished || (failure == null && stream.holds())) {
      return;
    }
    reader = null;
    told = true;
    if (failure != null) {
      to.failed(failure);
    } else {
      to.end(trailers);
    }
  }

  private void tooLarge() {
    BodyReader to = reader;
    close();
    stream.bodyCancelled();
    if (to != null) {
      to.failed(new BodyFailure(BodyFailure.Kind.TOO_LARGE, "body over " + limit + " bytes"));
    }
  }
}
