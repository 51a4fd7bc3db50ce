package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.FieldSink;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.serve.Serving;
import dev.varve.http.stream.ExchangeStream;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;
import dev.varve.http.stream.StreamExchange;
import org.jspecify.annotations.Nullable;

/// What a stream of a server does for its exchange. Recycled with both when the stream is over and
/// the handler has done with it.
final class ServerStream implements StreamOwner, ExchangeStream {
  private static final FieldName PRIORITY = FieldName.of("priority");

  private final Stream stream;
  private final StreamExchange exchange;
  private ServerRole role;
  private long headBytesOut;
  private long lingerEndNanos;

  ServerStream(ServerRole role) {
    this.role = role;
    this.stream = new Stream(role.connection(), this);
    this.exchange = new StreamExchange(this, stream.in.body);
  }

  Stream stream() {
    return stream;
  }

  void begin(ServerRole its) {
    role = its;
    headBytesOut = 0;
  }

  // What the stream tells.

  @Override
  public void head(boolean last) throws H2Exception, HpackException {
    Connection connection = stream.connection;
    HeadReader heads = connection.bench().heads();
    String defect = heads.request(connection.decoder(), exchange.request(), true);
    exchange.begin(connection.headBytesReceived());
    if (defect != null) {
      role.refused(400, defect);
      connection.refuse(stream, ErrorCode.PROTOCOL_ERROR, defect);
      return;
    }
    stream.in.begin(heads.contentLength(), last, role.serving().limits().bodyBytes());
    Fields fields = exchange.request().fields();
    int place = fields.find(PRIORITY);
    if (place >= 0) {
      int from = fields.valueOffset(place);
      connection.prioritise(stream, fields.array(), from, from + fields.valueLength(place));
    }
    connection.headDone(stream, last);
    if (!stream.isOver) {
      exchange.handle();
    }
  }

  @Override
  public void bodyWanted() {
    exchange.bodyWanted();
  }

  @Override
  public void bodyCancelled() {
    // What still comes is dropped; after the answer the stream is reset.
    if (!stream.outOpen && stream.endMark == 0) {
      stream.connection.stopReceiving(stream);
    }
  }

  @Override
  public void bodyEnded() {}

  @Override
  public void flushed() {
    exchange.flushed();
    if (stream.inOpen && !stream.in.body.isRead()) {
      lingerEndNanos = stream.connection.nanos() + Terms.LINGER_NANOS;
      stream.in.linger();
    }
  }

  @Override
  public void broken(BodyFailure cause, boolean unprocessed) {
    exchange.broken(cause);
  }

  @Override
  public void closed() {
    if (exchange.closed()) {
      exchange.clear();
      role.recycle(this);
    }
  }

  /// Looks once in a while whether somebody takes too long.
  void sweep(long now) {
    if (!stream.in.isLingering()) {
      exchange.sweep(now);
    } else if (now - lingerEndNanos > 0) {
      stream.connection.stopReceiving(stream);
    }
  }

  // What the exchange asks for.

  @Override
  public Serving serving() {
    return role.serving();
  }

  @Override
  public Peer peer() {
    return role.peer();
  }

  @Override
  public long nanos() {
    return stream.connection.nanos();
  }

  @Override
  public boolean isOver() {
    return stream.isOver;
  }

  @Override
  public boolean isSendable() {
    return stream.outOpen;
  }

  @Override
  public HeadWriter headWriter() {
    return stream.connection.bench().headWriter();
  }

  @Override
  public FieldSink beginHead() {
    return stream.connection.beginHead();
  }

  @Override
  public void sendHead(boolean last) {
    stream.connection.sendHead(stream, last);
    headBytesOut += stream.connection.headBytesSent();
  }

  @Override
  public byte @Nullable [] alternative() {
    return serving().alternative();
  }

  @Override
  public void sendBody(Body body, long length) {
    stream.out.send(body, length);
  }

  @Override
  public long bytesOut() {
    return headBytesOut + stream.out.count();
  }

  @Override
  public void abandon(BodyFailure cause) {
    if (!stream.isOver) {
      boolean late = cause.kind() == BodyFailure.Kind.TOO_SLOW;
      ErrorCode code = late ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR;
      stream.connection.abandon(stream, code, cause);
    }
  }

  @Override
  public void refused(int status, String reason) {
    role.refused(status, reason);
  }

  @Override
  public void abandoned(int change) {
    role.abandoned(change);
  }
}
