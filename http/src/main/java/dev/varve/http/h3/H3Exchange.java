package dev.varve.http.h3;

import dev.varve.base.LateLogger;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.Version;
import dev.varve.http.field.Priority;
import dev.varve.http.net.Loop;
import dev.varve.http.serve.BodyPace;
import dev.varve.http.stream.FloodBudget;
import dev.varve.http.stream.HeadWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request and its answer on one stream. Not recycled: a stream of QUIC costs more than this.
final class H3Exchange implements Exchange {
  private static final System.Logger LOG = LateLogger.of(H3Exchange.class);
  private static final FieldName PRIORITY = FieldName.of("priority");
  private static final FieldName EARLY_DATA = FieldName.of("early-data");
  private static final Fields NO_FIELDS = new Fields();
  private static final int CONTINUE = 100;

  private final H3Connection connection;
  private final RequestStream stream;
  private final Incoming incoming;
  private final Request request = new Request();
  private final Response response = new Response();
  private final BodyPace pace = new BodyPace();
  private @Nullable Object state;
  private @Nullable EndListener listener;

  /// An answer has begun.
  private boolean answered;

  /// We answered in the handler's stead, which may not know yet.
  private boolean overruled;

  /// The handler will not touch it any more, or was never asked.
  private boolean released = true;

  /// The stream is over, but the handler works on.
  private boolean abandoned;

  /// It was asked before the client had proven that it is no replay.
  private boolean early;

  private boolean tunnel;
  private boolean ended;
  private boolean expectsContinue;
  private int status;
  private long startNanos;
  private long answerNanos;
  private long deadlineNanos;
  private long headBytesIn;
  private boolean mayPause;

  H3Exchange(H3Connection connection, RequestStream stream) {
    this.connection = connection;
    this.stream = stream;
    this.incoming = new Incoming(stream);
  }

  Incoming incoming() {
    return incoming;
  }

  boolean isTunnel() {
    return tunnel;
  }

  private ServerLimits limits() {
    return connection.parts().serving().limits();
  }

  private ServerTimeouts timeouts() {
    return connection.parts().serving().timeouts();
  }

  // What the stream tells.

  /// The head came.
  ///
  /// @param last nothing comes behind it
  void head(QpackDecoder decoder, long bytes, boolean last) throws H3Exception {
    headBytesIn = bytes;
    var heads = connection.parts().heads();
    String defect = heads.request(decoder, request, true);
    request.version(Version.HTTP_3);
    begin();
    if (!decoder.excess().isEmpty()) {
      headTooLarge(decoder.excess());
    } else if (defect != null) {
      malformed(ErrorCode.H3_MESSAGE_ERROR, defect);
    } else {
      incoming.begin(heads.contentLength(), last, limits().bodyBytes());
      prioritise();
      handle(heads.contentLength());
    }
  }

  private void begin() {
    startNanos = connection.loop().nanos();
    deadlineNanos = startNanos + timeouts().handler().toNanos();
    mayPause = false;
    pace.begin(startNanos, timeouts());
  }

  private void prioritise() {
    String asked = request.fields().value(PRIORITY);
    stream.prioritise(asked == null ? Priority.DEFAULT : Priority.of(asked));
  }

  private void handle(long contentLength) {
    early = connection.isEarly();
    if (early && !(isSafe() && contentLength <= 0)) {
      tooEarly();
      return;
    }
    if (request.target().length() > limits().targetBytes()) {
      overrule(414, "target too long");
      return;
    }
    int expect = request.fields().find(FieldName.EXPECT);
    if (expect >= 0 && !request.fields().valueIs(expect, "100-continue")) {
      overrule(417, "unknown expectation");
      return;
    }
    expectsContinue = expect >= 0;
    if (early) {
      // Who acts on the request has to know (RFC 8470 section 5.1).
      request.fields().set(EARLY_DATA, "1");
    }
    ask();
  }

  private void ask() {
    released = false;
    try {
      connection.parts().serving().handler().handle(this);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a handler failed", bug);
      released = true;
      if (answered) {
        abort();
      } else if (!stream.isOver()) {
        overrule(500, "handler failed");
      }
    }
  }

  private boolean isSafe() {
    return switch (request.method()) {
      case "GET", "HEAD", "OPTIONS" -> true;
      default -> false;
    };
  }

  /// RFC 8470 section 5.2.
  private void tooEarly() {
    overrule(425, "not in early data");
  }

  /// A frame with data begins.
  void dataBegins() {
    if (early && connection.isEarly() && !answered) {
      tooEarly();
    }
  }

  void headTooLarge(String reason) {
    overrule(431, reason);
  }

  /// The stream ends because of what the client sent (RFC 9114 section 4.1.2).
  void malformed(ErrorCode code, String reason) {
    if (!stream.isOver()) {
      connection.refused(400, reason);
      connection.spend(FloodBudget.RESET);
      stream.abandon(code, new BodyFailure(BodyFailure.Kind.MALFORMED, reason));
    }
  }

  /// Answers without asking the handler.
  private void overrule(int code, String reason) {
    connection.refused(code, reason);
    overruled = true;
    incoming.fail(new BodyFailure(BodyFailure.Kind.CANCELLED, reason));
    answer(new Response().status(code), Body.empty());
  }

  void bodyWanted() {
    if (expectsContinue && !answered && incoming.received() == 0) {
      inform(CONTINUE, NO_FIELDS);
    }
    expectsContinue = false;
  }

  void flushed() {
    end(Ending.COMPLETE);
  }

  void broken(BodyFailure cause) {
    incoming.fail(cause);
    if (cause.kind() == BodyFailure.Kind.TOO_SLOW) {
      connection.refused(0, cause.reason());
    }
    end(
        switch (cause.kind()) {
          case GONE, MALFORMED, TOO_LARGE -> Ending.CLIENT_GONE;
          case TOO_SLOW -> Ending.TIMED_OUT;
          case CANCELLED -> Ending.ABORTED;
          case UNREADABLE -> Ending.BROKEN;
        });
  }

  /// The stream is over. Comes last, and once.
  void closed() {
    incoming.close();
    if (!released && listener == null) {
      abandoned = true;
      connection.abandoned(1);
    }
  }

  private void end(Ending ending) {
    if (ended) {
      return;
    }
    ended = true;
    EndListener told = listener;
    if (told != null) {
      told.ended(this, ending);
    }
  }

  /// Looks once in a while whether somebody takes too long.
  void sweep(long now) {
    if (!answered && !released && now - deadlineNanos > 0) {
      overrule(503, "handler too slow");
      return;
    }
    boolean waits = incoming.isWaiting() && !tunnel && !mayPause;
    if (pace.isLate(now, incoming.received(), waits, timeouts())) {
      tooSlow();
    }
  }

  private void tooSlow() {
    var cause = new BodyFailure(BodyFailure.Kind.TOO_SLOW, "body came too slowly");
    incoming.fail(cause);
    if (!answered) {
      overrule(408, cause.reason());
    } else {
      stream.abandon(ErrorCode.H3_REQUEST_CANCELLED, cause);
    }
  }

  // What the handler asks for.

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Loop loop() {
    return connection.loop();
  }

  @Override
  public Peer peer() {
    return connection.peer();
  }

  @Override
  public Body body() {
    return incoming;
  }

  @Override
  public Response response() {
    return response;
  }

  @Override
  public void inform(int interim, Fields fields) {
    if (interim < 100 || interim > 199 || interim == 101) {
      throw new IllegalArgumentException(
          "interim status must be between 100 and 199 and not 101, but is " + interim);
    }
    if (!answered && stream.isOutOpen()) {
      H3Parts parts = connection.parts();
      parts.encoder().begin();
      parts.headWriter().response(parts.encoder(), interim, fields, HeadWriter.NO_LENGTH, false);
      sendBlock(false);
    }
  }

  @Override
  public void respond(Response answer, Body body) {
    if (begins(body)) {
      answer(answer, body);
    }
  }

  private void answer(Response answer, Body body) {
    answered = true;
    answerNanos = connection.loop().nanos();
    status = answer.status();
    boolean head = request.isHead();
    boolean bodiless = head || status == 204 || status == 304 || status < 200;
    long length = body.length();
    long shown = bodiless && !(head && length > 0) ? HeadWriter.NO_LENGTH : length;
    boolean last = bodiless || length == 0;
    sendHead(answer, shown, head || status == 304, last);
    if (last || !stream.isOutOpen()) {
      body.cancel();
    } else {
      stream.outgoing().send(body, length);
    }
  }

  @Override
  public void tunnel(Response answer, Body body) {
    if (request.protocol() == null && !request.isConnect()) {
      throw new IllegalStateException("request asks for no tunnel");
    }
    if (!begins(body)) {
      return;
    }
    answered = true;
    tunnel = true;
    answerNanos = connection.loop().nanos();
    // HTTP/3 has no 101; an accepted protocol is told by 200 (RFC 9220).
    status = answer.status() == 101 ? 200 : answer.status();
    incoming.limit(Long.MAX_VALUE);
    sendHead(answer, HeadWriter.NO_LENGTH, false, false);
    stream.outgoing().send(body, HeadWriter.NO_LENGTH);
  }

  /// Whether somebody is there who wants the handler's answer.
  private boolean begins(Body body) {
    if (answered && !overruled) {
      throw new IllegalStateException("request was answered before");
    }
    release();
    if (overruled || stream.isOver()) {
      answered = true;
      body.cancel();
      return false;
    }
    return true;
  }

  private void release() {
    released = true;
    if (abandoned) {
      abandoned = false;
      connection.abandoned(-1);
    }
  }

  private void sendHead(Response answer, long length, boolean keepLength, boolean last) {
    H3Parts parts = connection.parts();
    parts.encoder().begin();
    parts.headWriter().response(parts.encoder(), status, answer.fields(), length, keepLength);
    if (!answer.fields().contains(FieldName.DATE)) {
      HeadWriter.date(parts.encoder(), connection.loop().date());
    }
    sendBlock(last);
  }

  void sendTrailers(Fields trailers) {
    H3Parts parts = connection.parts();
    parts.encoder().begin();
    parts.headWriter().trailers(parts.encoder(), trailers);
    sendBlock(true);
  }

  private void sendBlock(boolean last) {
    var block = connection.parts().block();
    stream.sendHeaders(block.bytes(), block.length(), last);
  }

  @Override
  public void abort() {
    release();
    answered = true;
    stream.abandon(
        ErrorCode.H3_INTERNAL_ERROR,
        new BodyFailure(BodyFailure.Kind.CANCELLED, "handler gave up"));
  }

  @Override
  public boolean answered() {
    return answered;
  }

  @Override
  public void onEnd(EndListener told) {
    listener = told;
  }

  @Override
  public @Nullable Object state() {
    return state;
  }

  @Override
  public void state(@Nullable Object kept) {
    state = kept;
  }

  @Override
  public void bodyLimit(long bytes) {
    incoming.limit(bytes);
  }

  @Override
  public void bodyMayPause() {
    mayPause = true;
  }

  @Override
  public void deadline(Duration fromNow) {
    deadlineNanos = connection.loop().nanos() + fromNow.toNanos();
  }

  @Override
  public long bytesIn() {
    return headBytesIn + incoming.received();
  }

  @Override
  public long bytesOut() {
    return stream.bytesOut();
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long answerNanos() {
    return answerNanos;
  }
}
