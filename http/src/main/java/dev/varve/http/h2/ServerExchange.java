package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.HpackEncoder;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.net.Loop;
import dev.varve.http.serve.BodyPace;
import dev.varve.http.stream.HeadReader;
import dev.varve.http.stream.HeadWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request and its answer on one stream. Recycled when the stream is over and the handler has
/// done with it, which is when it was answered, or told about the end.
final class ServerExchange implements Exchange, StreamOwner {
  private static final FieldName PRIORITY = FieldName.of("priority");
  private static final Fields NO_FIELDS = new Fields();
  private static final int CONTINUE = 100;

  private final Stream stream;
  private final Request request = new Request();
  private final Response response = new Response();
  private final BodyPace pace = new BodyPace();
  private ServerRole role;
  private @Nullable Object state;
  private @Nullable EndListener listener;

  /// An answer has begun.
  private boolean answered;

  /// We answered in the handler's stead, which may not know yet.
  private boolean overruled;

  /// The handler will not touch it any more.
  private boolean released;

  /// The stream is over, but the handler works on.
  private boolean abandoned;

  private boolean ended;
  private boolean expectsContinue;
  private int status;
  private long startNanos;
  private long answerNanos;
  private long deadlineNanos;
  private long headBytesIn;
  private long headBytesOut;
  private boolean mayPause;
  private long lingerEndNanos;

  ServerExchange(ServerRole role) {
    this.role = role;
    this.stream = new Stream(role.connection(), this);
  }

  Stream stream() {
    return stream;
  }

  void begin(ServerRole its) {
    role = its;
    answered = false;
    overruled = false;
    released = false;
    abandoned = false;
    ended = false;
    expectsContinue = false;
    status = 0;
    answerNanos = 0;
    headBytesOut = 0;
    listener = null;
  }

  // What the stream tells.

  @Override
  public void head(boolean last) throws H2Exception, HpackException {
    Connection connection = stream.connection;
    headBytesIn = connection.headBytesReceived();
    HeadReader heads = connection.bench().heads();
    String defect = heads.request(connection.decoder(), request, true);
    if (defect != null) {
      role.refused(400, defect);
      connection.refuse(stream, ErrorCode.PROTOCOL_ERROR, defect);
      return;
    }
    startNanos = connection.nanos();
    deadlineNanos = startNanos + role.timeouts().handler().toNanos();
    mayPause = false;
    pace.begin(startNanos, role.timeouts());
    stream.in.begin(heads.contentLength(), last, role.limits().bodyBytes());
    int place = request.fields().find(PRIORITY);
    if (place >= 0) {
      Fields fields = request.fields();
      int from = fields.valueOffset(place);
      connection.prioritise(stream, fields.array(), from, from + fields.valueLength(place));
    }
    connection.headDone(stream, last);
    if (!stream.isOver) {
      handle();
    }
  }

  private void handle() {
    if (request.target().length() > role.limits().targetBytes()) {
      released = true;
      overrule(414, "target too long");
      return;
    }
    int expect = request.fields().find(FieldName.EXPECT);
    if (expect >= 0) {
      if (!request.fields().valueIs(expect, "100-continue")) {
        released = true;
        overrule(417, "unknown expectation");
        return;
      }
      expectsContinue = true;
    }
    int number = stream.id;
    try {
      role.handler().handle(this);
    } catch (RuntimeException bug) {
      role.crashed(bug);
      // It may be another stream's exchange by now.
      if (stream.id == number && !stream.isOver) {
        released = true;
        if (answered) {
          abort();
        } else {
          overrule(500, "handler failed");
        }
      }
    }
  }

  /// Answers without asking the handler.
  private void overrule(int code, String reason) {
    role.refused(code, reason);
    overruled = true;
    answer(new Response().status(code), Body.empty());
  }

  @Override
  public void bodyWanted() {
    if (expectsContinue && !answered && stream.in.received() == 0) {
      inform(CONTINUE, NO_FIELDS);
    }
    expectsContinue = false;
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
    end(Ending.COMPLETE);
    if (stream.inOpen && !stream.in.isRead()) {
      lingerEndNanos = stream.connection.nanos() + Terms.LINGER_NANOS;
      stream.in.linger();
    }
  }

  @Override
  public void broken(BodyFailure cause, boolean unprocessed) {
    stream.in.fail(cause);
    end(
        switch (cause.kind()) {
          case GONE, MALFORMED, TOO_LARGE -> Ending.CLIENT_GONE;
          case TOO_SLOW -> Ending.TIMED_OUT;
          case CANCELLED -> Ending.ABORTED;
          case UNREADABLE -> Ending.BROKEN;
        });
  }

  @Override
  public void closed() {
    stream.in.close();
    if (released || listener != null || !stream.headRead) {
      request.clear();
      response.clear();
      role.recycle(this);
    } else {
      abandoned = true;
      role.abandoned(1);
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
    if (stream.in.isLingering()) {
      if (now - lingerEndNanos > 0) {
        stream.connection.stopReceiving(stream);
      }
      return;
    }
    if (!answered && now - deadlineNanos > 0) {
      overrule(503, "handler too slow");
      return;
    }
    boolean waits =
        stream.inOpen && stream.in.isWaiting() && !mayPause && request.protocol() == null;
    if (pace.isLate(now, stream.in.received(), waits, role.timeouts())) {
      tooSlow();
    }
  }

  private void tooSlow() {
    var cause = new BodyFailure(BodyFailure.Kind.TOO_SLOW, "body came too slowly");
    stream.in.fail(cause);
    if (!answered) {
      overrule(408, cause.reason());
    } else if (!stream.isOver) {
      stream.connection.abandon(stream, ErrorCode.CANCEL, cause);
    }
  }

  // What the handler asks for.

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Loop loop() {
    return role.loop();
  }

  @Override
  public Peer peer() {
    return role.peer();
  }

  @Override
  public Body body() {
    return stream.in;
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
    if (answered || stream.isOver) {
      return;
    }
    Connection connection = stream.connection;
    connection
        .bench()
        .headWriter()
        .response(connection.beginHead(), interim, fields, HeadWriter.NO_LENGTH, false);
    connection.sendHead(stream, false);
    headBytesOut += connection.headBytesSent();
  }

  @Override
  public void respond(Response answer, Body body) {
    if (begins(body)) {
      answer(answer, body);
    }
  }

  private void answer(Response answer, Body body) {
    answered = true;
    answerNanos = stream.connection.nanos();
    status = answer.status();
    boolean head = request.isHead();
    boolean bodiless = head || status == 204 || status == 304 || status < 200;
    long length = body.length();
    long shown = bodiless && !(head && length > 0) ? HeadWriter.NO_LENGTH : length;
    boolean last = bodiless || length == 0;
    sendHead(answer, shown, head || status == 304, last);
    if (last) {
      body.cancel();
    } else {
      stream.out.send(body, length);
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
    answerNanos = stream.connection.nanos();
    // HTTP/2 has no 101; an accepted protocol is told by 200 (RFC 8441 section 5).
    status = answer.status() == 101 ? 200 : answer.status();
    stream.in.limit(Long.MAX_VALUE);
    sendHead(answer, HeadWriter.NO_LENGTH, false, false);
    stream.out.send(body, HeadWriter.NO_LENGTH);
  }

  /// Whether somebody is there who wants the handler's answer.
  private boolean begins(Body body) {
    if (answered && !overruled) {
      throw new IllegalStateException("request was answered before");
    }
    release();
    if (overruled || stream.isOver) {
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
      role.abandoned(-1);
    }
  }

  private void sendHead(Response answer, long length, boolean keepLength, boolean last) {
    Connection connection = stream.connection;
    HpackEncoder encoder = connection.beginHead();
    connection.bench().headWriter().response(encoder, status, answer.fields(), length, keepLength);
    if (!answer.fields().contains(FieldName.DATE)) {
      HeadWriter.date(encoder, role.date());
    }
    byte[] alternative = role.alternative();
    if (alternative != null && !answer.fields().contains(FieldName.ALT_SVC)) {
      HeadWriter.alternative(encoder, alternative);
    }
    connection.sendHead(stream, last);
    headBytesOut += connection.headBytesSent();
  }

  @Override
  public void abort() {
    release();
    answered = true;
    if (stream.isOver) {
      return;
    }
    stream.connection.abandon(
        stream,
        ErrorCode.INTERNAL_ERROR,
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
    stream.in.limit(bytes);
  }

  @Override
  public void bodyMayPause() {
    mayPause = true;
  }

  @Override
  public void deadline(Duration fromNow) {
    deadlineNanos = stream.connection.nanos() + fromNow.toNanos();
  }

  @Override
  public long bytesIn() {
    return headBytesIn + stream.in.received();
  }

  @Override
  public long bytesOut() {
    return headBytesOut + stream.out.count();
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
