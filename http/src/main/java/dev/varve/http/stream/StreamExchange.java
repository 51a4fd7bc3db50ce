package dev.varve.http.stream;

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
import dev.varve.http.hpack.FieldSink;
import dev.varve.http.net.Loop;
import dev.varve.http.serve.BodyPace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request and its answer on one stream of HTTP/2 or HTTP/3. Recycled with its stream: [#begin]
/// makes it new.
public final class StreamExchange implements Exchange {
  private static final System.Logger LOG = LateLogger.of(StreamExchange.class);
  private static final Fields NO_FIELDS = new Fields();
  private static final int CONTINUE = 100;

  private final ExchangeStream stream;
  private final IncomingBody in;
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

  private boolean tunnel;
  private boolean ended;
  private boolean expectsContinue;
  private boolean mayPause;
  private int status;
  private long startNanos;
  private long answerNanos;
  private long deadlineNanos;
  private long headBytesIn;

  /// How often it was begun, to know one request from the next.
  private int uses;

  public StreamExchange(ExchangeStream stream, IncomingBody in) {
    this.stream = stream;
    this.in = in;
  }

  // What the stream tells.

  /// The head of a request was read into [#request].
  ///
  /// @param headBytes as it was on the connection
  public void begin(long headBytes) {
    var timeouts = stream.serving().timeouts();
    listener = null;
    answered = false;
    overruled = false;
    released = true;
    abandoned = false;
    tunnel = false;
    ended = false;
    expectsContinue = false;
    mayPause = false;
    status = 0;
    startNanos = stream.nanos();
    answerNanos = 0;
    deadlineNanos = startNanos + timeouts.handler().toNanos();
    headBytesIn = headBytes;
    uses++;
    pace.begin(startNanos, timeouts);
  }

  /// Asks the handler, unless the request is one it must not see.
  public void handle() {
    if (request.target().length() > stream.serving().limits().targetBytes()) {
      overrule(414, "target too long");
      return;
    }
    int expect = request.fields().find(FieldName.EXPECT);
    if (expect >= 0 && !request.fields().valueIs(expect, "100-continue")) {
      overrule(417, "unknown expectation");
      return;
    }
    expectsContinue = expect >= 0;
    released = false;
    int use = uses;
    try {
      stream.serving().handler().handle(this);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a handler failed", bug);
      // It may be another request's by now.
      if (use == uses) {
        handlerFailed();
      }
    }
  }

  private void handlerFailed() {
    release();
    if (answered) {
      abort();
    } else if (!stream.isOver()) {
      overrule(500, "handler failed");
    }
  }

  /// Answers without asking the handler.
  public void overrule(int code, String reason) {
    stream.refused(code, reason);
    overruled = true;
    answer(new Response().status(code), Body.empty());
    in.fail(new BodyFailure(BodyFailure.Kind.CANCELLED, reason));
  }

  /// Somebody begins to read the body.
  public void bodyWanted() {
    if (expectsContinue && !answered && in.received() == 0) {
      inform(CONTINUE, NO_FIELDS);
    }
    expectsContinue = false;
  }

  /// All of the answer has left.
  public void flushed() {
    end(Ending.COMPLETE);
  }

  /// The stream ended before both sides were through.
  public void broken(BodyFailure cause) {
    in.fail(cause);
    if (cause.kind() == BodyFailure.Kind.TOO_SLOW) {
      stream.refused(0, cause.reason());
    }
    end(
        switch (cause.kind()) {
          case GONE, MALFORMED, TOO_LARGE -> Ending.CLIENT_GONE;
          case TOO_SLOW -> Ending.TIMED_OUT;
          case CANCELLED -> Ending.ABORTED;
          case UNREADABLE -> Ending.BROKEN;
        });
  }

  /// The stream is over. Returns whether the handler has done with the exchange too, as it has when
  /// it answered or was told about the end.
  public boolean closed() {
    in.close();
    if (released || listener != null) {
      return true;
    }
    abandoned = true;
    stream.abandoned(1);
    return false;
  }

  /// Forgets the messages before it is used again.
  public void clear() {
    listener = null;
    released = true;
    request.clear();
    response.clear();
  }

  /// Looks once in a while whether somebody takes too long.
  public void sweep(long now) {
    if (!answered && !released && now - deadlineNanos > 0) {
      overrule(503, "handler too slow");
      return;
    }
    boolean waits = in.isWaiting() && !mayPause && !tunnel && request.protocol() == null;
    if (pace.isLate(now, in.received(), waits, stream.serving().timeouts())) {
      tooSlow();
    }
  }

  private void tooSlow() {
    var cause = new BodyFailure(BodyFailure.Kind.TOO_SLOW, "body came too slowly");
    in.fail(cause);
    if (!answered) {
      overrule(408, cause.reason());
    } else {
      stream.abandon(cause);
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

  // What the handler asks for.

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Loop loop() {
    return stream.serving().loop();
  }

  @Override
  public Peer peer() {
    return stream.peer();
  }

  @Override
  public Body body() {
    return in;
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
    if (!answered && stream.isSendable()) {
      stream
          .headWriter()
          .response(stream.beginHead(), interim, fields, HeadWriter.NO_LENGTH, false);
      stream.sendHead(false);
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
    answerNanos = stream.nanos();
    status = answer.status();
    boolean head = request.isHead();
    boolean bodiless = head || status == 204 || status == 304 || status < 200;
    long length = body.length();
    long shown = bodiless && !(head && length > 0) ? HeadWriter.NO_LENGTH : length;
    boolean last = bodiless || length == 0;
    sendHead(answer, shown, head || status == 304, last);
    if (last || !stream.isSendable()) {
      body.cancel();
    } else {
      stream.sendBody(body, length);
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
    answerNanos = stream.nanos();
    // There is no 101; an accepted protocol is told by 200 (RFC 8441 section 5, RFC 9220).
    status = answer.status() == 101 ? 200 : answer.status();
    in.limit(Long.MAX_VALUE);
    sendHead(answer, HeadWriter.NO_LENGTH, false, false);
    stream.sendBody(body, HeadWriter.NO_LENGTH);
  }

  /// Whether it became a tunnel.
  public boolean isTunnel() {
    return tunnel;
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
      stream.abandoned(-1);
    }
  }

  private void sendHead(Response answer, long length, boolean keepLength, boolean last) {
    FieldSink sink = stream.beginHead();
    stream.headWriter().response(sink, status, answer.fields(), length, keepLength);
    if (!answer.fields().contains(FieldName.DATE)) {
      HeadWriter.date(sink, loop().date());
    }
    byte[] alternative = stream.alternative();
    if (alternative != null && !answer.fields().contains(FieldName.ALT_SVC)) {
      HeadWriter.alternative(sink, alternative);
    }
    stream.sendHead(last);
  }

  @Override
  public void abort() {
    release();
    if (!overruled) {
      answered = true;
      stream.abandon(new BodyFailure(BodyFailure.Kind.CANCELLED, "handler gave up"));
    }
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
    in.limit(bytes);
  }

  @Override
  public void bodyMayPause() {
    mayPause = true;
  }

  @Override
  public void deadline(Duration fromNow) {
    deadlineNanos = stream.nanos() + fromNow.toNanos();
  }

  @Override
  public long bytesIn() {
    return headBytesIn + in.received();
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
