package dev.varve.http.h3;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Version;
import dev.varve.http.field.Priority;
import dev.varve.http.hpack.FieldSink;
import dev.varve.http.serve.Serving;
import dev.varve.http.stream.ExchangeStream;
import dev.varve.http.stream.FloodBudget;
import dev.varve.http.stream.HeadWriter;
import dev.varve.http.stream.IncomingBody;
import dev.varve.http.stream.StreamExchange;
import org.jspecify.annotations.Nullable;

/// What a request's stream does for its exchange, and what early data may ask for. Not recycled: a
/// stream of QUIC costs more than this.
final class ServerStream implements ExchangeStream {
  private static final FieldName PRIORITY = FieldName.of("priority");
  private static final FieldName EARLY_DATA = FieldName.of("early-data");

  private final H3Connection connection;
  private final RequestStream stream;
  private final IncomingBody in;
  private final StreamExchange exchange;

  /// It was asked before the client had proven that it is no replay.
  private boolean early;

  ServerStream(H3Connection connection, RequestStream stream, IncomingBody in) {
    this.connection = connection;
    this.stream = stream;
    this.in = in;
    this.exchange = new StreamExchange(this, in);
  }

  StreamExchange exchange() {
    return exchange;
  }

  // What the stream tells.

  /// The head came.
  ///
  /// @param last nothing comes behind it
  void head(QpackDecoder decoder, long bytes, boolean last) throws H3Exception {
    var heads = connection.parts().heads();
    String defect = heads.request(decoder, exchange.request(), true);
    exchange.request().version(Version.HTTP_3);
    exchange.begin(bytes);
    if (!decoder.excess().isEmpty()) {
      headTooLarge(decoder.excess());
    } else if (defect != null) {
      malformed(ErrorCode.H3_MESSAGE_ERROR, defect);
    } else {
      in.begin(heads.contentLength(), last, serving().limits().bodyBytes());
      prioritise();
      handle(heads.contentLength());
    }
  }

  private void prioritise() {
    String asked = exchange.request().fields().value(PRIORITY);
    stream.prioritise(asked == null ? Priority.DEFAULT : Priority.of(asked));
  }

  private void handle(long contentLength) {
    early = connection.isEarly();
    if (early && !(isSafe() && contentLength <= 0)) {
      tooEarly();
      return;
    }
    if (early) {
      // Who acts on the request has to know (RFC 8470 section 5.1).
      exchange.request().fields().set(EARLY_DATA, "1");
    }
    exchange.handle();
  }

  private boolean isSafe() {
    return switch (exchange.request().method()) {
      case "GET", "HEAD", "OPTIONS" -> true;
      default -> false;
    };
  }

  /// RFC 8470 section 5.2.
  private void tooEarly() {
    exchange.overrule(425, "not in early data");
  }

  /// A frame with data begins.
  void dataBegins() {
    if (early && connection.isEarly() && !exchange.answered()) {
      tooEarly();
    }
  }

  void headTooLarge(String reason) {
    exchange.overrule(431, reason);
  }

  /// The stream ends because of what the client sent (RFC 9114 section 4.1.2).
  void malformed(ErrorCode code, String reason) {
    if (!stream.isOver()) {
      connection.refused(400, reason);
      connection.spend(FloodBudget.RESET);
      stream.abandon(code, new BodyFailure(BodyFailure.Kind.MALFORMED, reason));
    }
  }

  void sendTrailers(Fields trailers) {
    headWriter().trailers(beginHead(), trailers);
    sendHead(true);
  }

  // What the exchange asks for.

  @Override
  public Serving serving() {
    return connection.parts().serving();
  }

  @Override
  public Peer peer() {
    return connection.peer();
  }

  @Override
  public long nanos() {
    return connection.loop().nanos();
  }

  @Override
  public boolean isOver() {
    return stream.isOver();
  }

  @Override
  public boolean isSendable() {
    return stream.isOutOpen();
  }

  @Override
  public HeadWriter headWriter() {
    return connection.parts().headWriter();
  }

  @Override
  public FieldSink beginHead() {
    QpackEncoder encoder = connection.parts().encoder();
    encoder.begin();
    return encoder;
  }

  @Override
  public void sendHead(boolean last) {
    var block = connection.parts().block();
    stream.sendHeaders(block.bytes(), block.length(), last);
  }

  @Override
  public byte @Nullable [] alternative() {
    return null;
  }

  @Override
  public void sendBody(Body body, long length) {
    stream.outgoing().send(body, length);
  }

  @Override
  public long bytesOut() {
    return stream.bytesOut();
  }

  @Override
  public void abandon(BodyFailure cause) {
    boolean late = cause.kind() == BodyFailure.Kind.TOO_SLOW;
    stream.abandon(late ? ErrorCode.H3_REQUEST_CANCELLED : ErrorCode.H3_INTERNAL_ERROR, cause);
  }

  @Override
  public void refused(int status, String reason) {
    connection.refused(status, reason);
  }

  @Override
  public void abandoned(int change) {
    connection.abandoned(change);
  }
}
