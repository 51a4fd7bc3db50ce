package dev.varve.http.h1;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyFailure.Kind;
import dev.varve.http.BodyReader;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The body of the message a connection is receiving: fixed length, chunked, or up to the end of
/// the connection. Used by servers and clients; recycled with the exchange.
final class Incoming implements Body {
  /// The connection this belongs to.
  interface Owner {
    /// Somebody wants bytes, [Incoming#wants] is true now; or got the end that had come before.
    void bodyWanted();

    /// The body will not become complete; told after the reader was.
    void bodyFailed(BodyFailure cause);

    /// Nobody wants the rest.
    void bodyCancelled();
  }

  private enum Form {
    FIXED,
    CHUNKED,
    RAW
  }

  /// Names that must not come as trailers: they frame, route or authorise a message (RFC 9110,
  /// 6.5).
  private static final FieldName[] NO_TRAILERS = {
    FieldName.HOST,
    FieldName.CONTENT_LENGTH,
    FieldName.TRANSFER_ENCODING,
    FieldName.AUTHORIZATION,
    FieldName.PROXY_AUTHORIZATION,
    FieldName.CONTENT_TYPE,
    FieldName.CONTENT_ENCODING,
    FieldName.CONTENT_RANGE,
    FieldName.TRAILER,
    FieldName.TE,
    FieldName.CONNECTION,
    FieldName.UPGRADE,
    FieldName.EXPECT,
    FieldName.COOKIE,
    FieldName.SET_COOKIE,
    FieldName.CACHE_CONTROL,
    FieldName.RANGE
  };

  private final Owner owner;
  private final ChunkDecoder chunks = new ChunkDecoder();
  private final HeadScanner trailerEnd = new HeadScanner();
  private final Fields trailers = new Fields();
  private Form form = Form.FIXED;
  private long length;
  private long left;
  private long count;
  private long limit;
  private int trailerBytes;
  private int trailerBytesMost;
  private int trailersMost;
  private boolean begun;
  private boolean paused;
  private boolean done;
  private boolean failed;
  private boolean discards;
  private @Nullable BodyReader reader;

  Incoming(Owner owner) {
    this.owner = owner;
  }

  /// A message begins whose body has so many bytes, or [RequestHead#CHUNKED].
  void begin(long bodyLength, int trailerBytesMost, int trailersMost) {
    reset();
    this.trailerBytesMost = trailerBytesMost;
    this.trailersMost = trailersMost;
    form = bodyLength == RequestHead.CHUNKED ? Form.CHUNKED : Form.FIXED;
    length = bodyLength;
    left = Math.max(0, bodyLength);
    done = bodyLength == 0;
    chunks.reset();
  }

  /// What comes now are raw bytes to the end of the connection: a tunnel, or a body without
  /// framing.
  void beginRaw() {
    reset();
    form = Form.RAW;
    length = -1;
  }

  private void reset() {
    begun = false;
    paused = false;
    done = false;
    failed = false;
    discards = false;
    reader = null;
    count = 0;
    limit = Long.MAX_VALUE;
    trailerBytes = 0;
    trailerEnd.reset();
  }

  void limit(long bytes) {
    limit = bytes;
  }

  /// Whether all of the body was received.
  boolean isDone() {
    return done;
  }

  /// Whether it broke off.
  boolean hasFailed() {
    return failed;
  }

  /// Whether it was read or cancelled.
  boolean isBegun() {
    return begun;
  }

  /// Whether somebody reads it and did not give up.
  boolean isRead() {
    return reader != null;
  }

  /// Whether bytes may be fed.
  boolean wants() {
    return !done && begun && !paused && (reader != null || discards);
  }

  /// Whether the end of the connection is the end of the body.
  boolean endsWithConnection() {
    return form == Form.RAW;
  }

  /// Bytes of a fixed length still to come; -1 when that is not known.
  long left() {
    return form == Form.FIXED ? left : -1;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(BodyReader to) {
    if (begun) {
      throw new IllegalStateException("body must be read once");
    }
    begun = true;
    reader = to;
    if (done) {
      reader = null;
      to.end(cleared());
      owner.bodyWanted();
    } else if (length > limit) {
      fail(new BodyFailure(Kind.TOO_LARGE, "body is larger than " + limit + " bytes"));
    } else {
      owner.bodyWanted();
    }
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    if (paused) {
      paused = false;
      if (wants()) {
        owner.bodyWanted();
      }
    }
  }

  @Override
  public void cancel() {
    reader = null;
    begun = true;
    owner.bodyCancelled();
  }

  @Override
  public long count() {
    return count;
  }

  /// The connection throws the rest away, up to so many bytes, so that the next message can be
  /// read.
  void discard(long bytes) {
    begun = true;
    paused = false;
    discards = true;
    limit = count > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : count + bytes;
  }

  /// Drops what came already of a body that nobody will read. What comes later is as before.
  void skip(ByteBuffer in) {
    boolean wasBegun = begun;
    boolean discarded = discards;
    long most = limit;
    begun = true;
    discards = true;
    limit = Long.MAX_VALUE; // a fault is looked for here, not the size
    feed(in);
    begun = wasBegun;
    discards = discarded;
    limit = most;
  }

  /// Nothing more is wanted or told.
  void abandon() {
    reader = null;
    done = true;
  }

  /// Takes bytes, as many as are wanted now and belong to the body.
  void feed(ByteBuffer in) {
    while (in.hasRemaining() && wants()) {
      switch (form) {
        case FIXED -> feedFixed(in);
        case CHUNKED -> feedChunked(in);
        case RAW -> give(in, in.remaining());
      }
    }
  }

  private void feedFixed(ByteBuffer in) {
    int piece = (int) Math.min(left, in.remaining());
    left -= piece;
    boolean last = left == 0;
    give(in, piece);
    if (last && !done) {
      end(cleared());
    }
  }

  private void feedChunked(ByteBuffer in) {
    if (chunks.state() == ChunkDecoder.State.TRAILERS) {
      feedTrailers(in);
      return;
    }
    Refusal refusal = chunks.advance(in);
    if (refusal != null) {
      fail(refusal);
    } else if (chunks.state() == ChunkDecoder.State.DATA && in.hasRemaining()) {
      int piece = (int) Math.min(chunks.left(), in.remaining());
      chunks.taken(piece);
      give(in, piece);
    }
  }

  /// Lends so many bytes to the reader.
  private void give(ByteBuffer in, int piece) {
    if (piece > limit - count) {
      fail(new BodyFailure(Kind.TOO_LARGE, "body is larger than " + limit + " bytes"));
      return;
    }
    count += piece;
    int end = in.limit();
    int next = in.position() + piece;
    BodyReader to = reader;
    if (to != null) {
      in.limit(next);
      to.data(in);
      in.limit(end);
    }
    in.position(next);
  }

  private void feedTrailers(ByteBuffer in) {
    int length = trailerEnd.scan(in);
    int piece = length == HeadScanner.MORE ? in.remaining() : length;
    if (trailerBytes + piece > trailerBytesMost) {
      fail(Refusal.FIELDS_TOO_LARGE);
      return;
    }
    byte[] bytes = trailerBytes == 0 ? trailers.open(piece) : trailers.widen(trailerBytes + piece);
    in.get(bytes, trailerBytes, piece);
    trailerBytes += piece;
    if (length == HeadScanner.MORE) {
      return;
    }
    Refusal refusal = FieldParser.parse(trailers, 0, trailerBytes, trailersMost);
    if (refusal != null) {
      fail(refusal);
      return;
    }
    for (FieldName each : NO_TRAILERS) {
      trailers.remove(each);
    }
    end(trailers);
  }

  private Fields cleared() {
    trailers.clear();
    return trailers;
  }

  private void end(Fields last) {
    done = true;
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.end(last);
    }
  }

  private void fail(Refusal refusal) {
    fail(new BodyFailure(Kind.MALFORMED, refusal.reason()));
  }

  /// Breaks the body off.
  void fail(BodyFailure cause) {
    if (done) {
      return;
    }
    done = true;
    failed = true;
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.failed(cause);
    }
    owner.bodyFailed(cause);
  }

  /// The peer ended the connection: the end of a raw body, the failure of others.
  void closed() {
    if (done) {
      return;
    }
    if (form == Form.RAW) {
      end(cleared());
    } else {
      fail(new BodyFailure(Kind.GONE, "connection closed within the body"));
    }
  }
}
