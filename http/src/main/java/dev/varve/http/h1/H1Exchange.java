package dev.varve.http.h1;

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
import dev.varve.http.net.Loop;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request on an HTTP/1 connection and its answer. Recycled after it ended well; one that broke
/// off is left to those who may still hold it, and does nothing any more.
final class H1Exchange implements Exchange, Incoming.Owner, Outgoing.Owner {
  private static final System.Logger LOG = LateLogger.of(H1Exchange.class);

  private final Request request = new Request();
  private final Response response = new Response();
  private final Incoming incoming = new Incoming(this);
  private final RequestHead head;
  private final ExchangeClock clock;
  private @Nullable Outgoing outgoing;
  private @Nullable H1Connection connection;
  private @Nullable EndListener listener;
  private @Nullable Object state;
  private int status;
  private long bytesIn;
  private long outBefore;
  private long bytesOut;
  private long startNanos;
  private long answerNanos;
  private boolean headDone;
  private boolean owesContinue;
  private boolean answered;
  private boolean responseDone;
  private boolean abandoned;
  private boolean tunnel;
  private boolean mayPause;

  H1Exchange(Texts texts, ServerTimeouts timeouts) {
    head = new RequestHead(request, texts);
    clock = new ExchangeClock(timeouts);
  }

  void begin(H1Connection to) {
    connection = to;
    if (outgoing == null) {
      outgoing = new Outgoing(to.out(), this);
    } else {
      outgoing.bind(to.out());
    }
    request.clear().scheme(to.peer().scheme());
    response.clear();
    head.begin();
    listener = null;
    status = 0;
    bytesIn = 0;
    bytesOut = 0;
    outBefore = to.out().total();
    answerNanos = 0;
    headDone = false;
    owesContinue = false;
    answered = false;
    responseDone = false;
    abandoned = false;
    tunnel = false;
    mayPause = false;
  }

  RequestHead head() {
    return head;
  }

  Incoming incoming() {
    return incoming;
  }

  Outgoing outgoing() {
    return Objects.requireNonNull(outgoing);
  }

  ExchangeClock clock() {
    return clock;
  }

  boolean hasHead() {
    return headDone;
  }

  boolean isTunnel() {
    return tunnel;
  }

  boolean mayPause() {
    return mayPause;
  }

  void countIn(int bytes) {
    bytesIn += bytes;
  }

  /// Reads the head and calls the handler, or refuses.
  void handle() {
    H1Connection to = connection();
    ServerLimits limits = to.serving().limits();
    headDone = true;
    startNanos = clock.phase();
    Refusal refusal = head.parse(to.peer().scheme(), limits);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    incoming.begin(head.bodyLength(), limits.headBytes(), limits.headFields());
    incoming.limit(limits.bodyBytes());
    owesContinue = head.continues();
    try {
      to.serving().handler().handle(this);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a handler failed", bug);
      if (answered) {
        abort();
      } else {
        refuse(500, "the handler failed");
      }
    }
  }

  /// Refuses a head of which more comes than was taken.
  void refuseTooLarge() {
    refuse(head.tooLarge(connection().serving().limits()));
  }

  void refuse(Refusal refusal) {
    H1Connection to = connection();
    if (refusal == Refusal.NO_HTTP && to.mayBeHttp2()) {
      to.cut(Ending.CLIENT_GONE, refusal.reason());
    } else {
      refuse(refusal.status(), refusal.reason());
    }
  }

  /// Answers in place of the handler, and closes.
  void refuse(int code, String reason) {
    H1Connection to = connection;
    if (to == null || answered) {
      return;
    }
    to.serving().log().refused(to.peer().remote(), code, reason);
    if (!headDone) {
      headDone = true;
      incoming.begin(0, 0, 0);
    }
    to.closeAfterAnswer(true);
    abandoned = true;
    var problem = Response.of(code).field(FieldName.CONTENT_TYPE, "text/plain; charset=utf-8");
    respond(problem, Body.of(code + " " + Response.reason(code) + ": " + reason + "\n"));
  }

  /// Something took too long.
  void late(ExchangeClock.Verdict verdict) {
    switch (verdict) {
      case HEAD_SLOW -> refuse(408, "request head took too long");
      case HANDLER_SLOW -> refuse(503, "no answer in time");
      case BODY_SLOW ->
          incoming.fail(new BodyFailure(BodyFailure.Kind.TOO_SLOW, "request body came too slowly"));
      case FINE, IDLE, WRITE_STALLED -> {} // of the connection
    }
  }

  /// Whether nothing is left to do: the answer is sent and the request read or given up.
  boolean isOver() {
    return responseDone && (incoming.isDone() || abandoned);
  }

  /// The end of an exchange that went well; says that it may be recycled.
  boolean end(Ending ending) {
    bytesOut = connection().out().total() - outBefore;
    tell(ending);
    connection = null;
    return true;
  }

  /// The end of an exchange whose connection is gone.
  void breakOff(Ending ending) {
    H1Connection from = connection();
    bytesOut = from.out().total() - outBefore;
    connection = null;
    answered = true;
    incoming.fail(new BodyFailure(BodyFailure.Kind.GONE, "connection closed"));
    outgoing().cancel();
    tell(ending);
  }

  private void tell(Ending ending) {
    EndListener told = listener;
    listener = null;
    if (told != null) {
      told.ended(this, ending);
    }
  }

  private H1Connection connection() {
    return Objects.requireNonNull(connection, "exchange is over");
  }

  // What handlers see.

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Loop loop() {
    return connection().loop();
  }

  @Override
  public Peer peer() {
    return connection().peer();
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
    H1Connection to = connection;
    boolean possible = interim > 101 && interim < 200 && request.version() != Version.HTTP_1_0;
    if (to == null || answered || !possible) {
      return;
    }
    AnswerHead.inform(to, interim, fields);
  }

  @Override
  public void respond(Response answer, Body body) {
    H1Connection to = connection;
    if (to == null) {
      body.cancel(); // it broke off, and nobody can be answered any more
      return;
    }
    if (!to.loop().inLoop()) {
      throw new IllegalStateException("an exchange must be answered on its loop");
    }
    boolean tunnels = request.isConnect() && answer.status() / 100 == 2 && !abandoned;
    if (answered || answer.status() < 200 || tunnels) {
      throw new IllegalStateException(
          answered ? "exchange must be answered once" : "tunnel must be used for " + answer);
    }
    to.enter();
    try {
      if (isRefusedForItsBody(to, body)) {
        body.cancel();
        return;
      }
      answered = true;
      status = answer.status();
      answerNanos = to.loop().nanos();
      send(to, answer, body);
    } finally {
      to.leave();
    }
  }

  /// Where nobody will read the request's body, what came of it is looked at before the answer
  /// leaves: broken framing is refused, whatever the handler says (RFC 9112 section 7.1).
  private boolean isRefusedForItsBody(H1Connection to, Body body) {
    boolean unread = !incoming.isDone() && !incoming.isRead();
    if (unread && !abandoned && body.isReady()) {
      to.skip(this);
    }
    return answered;
  }

  @Override
  public void tunnel(Response answer, Body body) {
    H1Connection to = connection;
    if (to == null) {
      body.cancel();
      return;
    }
    String protocol = request.protocol();
    if (answered || (protocol == null && !request.isConnect())) {
      throw new IllegalStateException("only a request for an upgrade or CONNECT has a tunnel");
    }
    to.enter();
    try {
      answered = true;
      tunnel = true;
      status = AnswerHead.tunnelStatus(protocol);
      answerNanos = to.loop().nanos();
      to.closeAfterAnswer(false);
      AnswerHead.tunnel(to, answer.fields(), protocol);
      incoming.beginRaw();
      outgoing().send(body, Outgoing.Form.RAW, -1);
    } finally {
      to.leave();
    }
  }

  @Override
  public void abort() {
    H1Connection to = connection;
    if (to != null) {
      to.cut(Ending.ABORTED, "");
    }
  }

  @Override
  public boolean answered() {
    return answered;
  }

  @Override
  public void onEnd(EndListener listener) {
    this.listener = listener;
  }

  @Override
  public @Nullable Object state() {
    return state;
  }

  @Override
  public void state(@Nullable Object state) {
    this.state = state;
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
    H1Connection to = connection();
    to.enter();
    clock.answerBy(to.loop().nanos() + fromNow.toNanos());
    to.leave();
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public long bytesOut() {
    H1Connection to = connection;
    return to == null ? bytesOut : to.out().total() - outBefore;
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

  // What the bodies tell.

  @Override
  public void bodyWanted() {
    H1Connection to = connection;
    if (to == null) {
      return;
    }
    to.enter();
    try {
      if (owesContinue && !answered) {
        HeadWriter.proceed(to.out());
      }
      owesContinue = false;
      to.pump();
    } finally {
      to.leave();
    }
  }

  @Override
  public void bodyFailed(BodyFailure cause) {
    abandoned = true;
    H1Connection to = connection;
    if (to != null) {
      to.enter();
      to.bodyFailed(cause);
      to.leave();
    }
  }

  @Override
  public void bodyCancelled() {
    H1Connection to = connection;
    if (to == null || incoming.isDone()) {
      return;
    }
    if (tunnel) {
      abort();
      return;
    }
    to.enter();
    try {
      giveUpRequest(to);
    } finally {
      to.leave();
    }
  }

  @Override
  public void bodySent() {
    H1Connection to = connection;
    if (to == null) {
      return;
    }
    to.enter();
    try {
      sent(to);
    } finally {
      to.leave();
    }
  }

  @Override
  public void bodyNotSent(BodyFailure cause) {
    H1Connection to = connection;
    if (to != null) {
      to.cut(Ending.BROKEN, "answer broke off: " + cause.reason());
    }
  }

  private void sent(H1Connection to) {
    responseDone = true;
    if (tunnel) {
      to.endTunnelOutput();
    } else if (!incoming.isDone() && !incoming.isRead()) {
      giveUpRequest(to);
    }
  }

  /// Nobody wants the rest of the request: it is read and dropped if that is cheap, else the
  /// connection ends with the answer.
  private void giveUpRequest(H1Connection to) {
    if (incoming.isDone() || abandoned) {
      return;
    }
    if (to.isClosing() || isLongRequest(to)) {
      to.closeAfterAnswer(true);
      abandoned = true;
    } else {
      incoming.discard(to.serving().limits().drainBytes());
      to.pump();
    }
  }

  /// Whether the rest of the request is too long to be dropped, or may never come.
  private boolean isLongRequest(H1Connection to) {
    return owesContinue || incoming.left() > to.serving().limits().drainBytes();
  }

  /// Writes an answer: head, then body.
  private void send(H1Connection to, Response answer, Body body) {
    boolean old = request.version() == Version.HTTP_1_0;
    boolean bodiless = AnswerHead.isBodiless(request, status);
    long length = body.length();
    boolean unknown = length < 0 && !bodiless;
    boolean unread =
        incoming.hasFailed() || (!incoming.isDone() && !incoming.isRead() && isLongRequest(to));
    if (!head.persistent() || !to.mayPersist() || unread || (unknown && old)) {
      to.closeAfterAnswer(unread);
    }
    AnswerHead.write(to, this, answer.fields(), length);
    if (bodiless || length == 0) {
      body.cancel();
      sent(to);
    } else if (unknown) {
      outgoing().send(body, old ? Outgoing.Form.RAW : Outgoing.Form.CHUNKED, -1);
    } else {
      outgoing().send(body, Outgoing.Form.FIXED, length);
    }
  }
}
