package dev.varve.edge.proxy;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.balance.Choice;
import dev.varve.edge.grpc.GrpcForm;
import dev.varve.edge.grpc.GrpcStatus;
import dev.varve.edge.grpc.GrpcTimeout;
import dev.varve.edge.header.Cookies;
import dev.varve.edge.header.Expansion;
import dev.varve.edge.health.Attempt;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.graph.upstream.Sticky;
import dev.varve.graph.upstream.Timeouts;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.Version;
import dev.varve.http.client.Call;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.ResponseReader;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request on its way to an upstream and back: attempts, one after the other, until one is
/// answered or none may follow. Kept with its exchange and used again, so that a proxied request on
/// a kept connection makes no garbage here. Belongs to the exchange's loop.
final class ProxyRun implements ResponseReader, Exchange.EndListener {
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final long SLACK_NANOS = 10_000_000;

  private final Request out = new Request();
  private final RequestBuild build = new RequestBuild();
  private final Choice choice = new Choice();
  private @Nullable RoutedExchange exchange;
  private @Nullable LoopUpstream upstream;
  private ProxyRules rules = ProxyRules.DEFAULT;
  private @Nullable Place place;
  private @Nullable Call call;
  private @Nullable KeptBody kept;
  private @Nullable Attempt last;
  private @Nullable Duration patience;
  private boolean isGrpc;
  private State state = State.IDLE;
  private int attempts;
  private long attemptNanos;
  private long beginNanos;

  private enum State {
    /// No request.
    IDLE,
    /// An attempt is under way.
    ASKING,
    /// Between two attempts.
    WAITING,
    /// The answer is on its way to the client.
    ANSWERED,
    /// An error page is, or nothing.
    REFUSED
  }

  void begin(RoutedExchange routed, LoopUpstream to, ProxyRules by) {
    exchange = routed;
    upstream = to;
    rules = by;
    attempts = 0;
    last = null;
    routed.onEnd(this);
    if (!to.group().enter()) {
      state = State.REFUSED;
      upstream = null;
      unavailable(routed, "upstream_busy");
      return;
    }
    long now = routed.loop().nanos();
    beginNanos = now;
    choice.begin(key(routed, to), now);
    kept = keep(routed, to);
    converse(routed);
    to.group().budget().paidIn();
    attempt();
  }

  private static long key(RoutedExchange exchange, LoopUpstream upstream) {
    return upstream.isKeyed()
        ? Expansion.hash(upstream.group().settings().balance().key(), exchange)
        : 0;
  }

  private static @Nullable KeptBody keep(RoutedExchange exchange, LoopUpstream upstream) {
    if (exchange.body().length() == 0 || exchange.request().protocol() != null) {
      return null;
    }
    var retry = upstream.group().settings().retry();
    return new KeptBody(exchange.body(), retry.attempts() > 1 ? retry.maxBody() : 0);
  }

  /// A call of gRPC is a conversation: its client may be silent between two messages, and says how
  /// long it waits for the whole.
  private void converse(RoutedExchange routed) {
    Fields fields = routed.request().fields();
    patience = rules.deadline();
    isGrpc = kept != null && GrpcForm.of(fields) != null;
    if (isGrpc) {
      routed.bodyMayPause();
      Duration own = GrpcTimeout.of(fields);
      patience = own == null ? patience : least(own, patience);
    }
  }

  private RoutedExchange exchange() {
    return Objects.requireNonNull(exchange);
  }

  private LoopUpstream upstream() {
    return Objects.requireNonNull(upstream);
  }

  private void attempt() {
    Place next = choose();
    if (next == null) {
      giveUp(last == null ? new Attempt.Unserved() : last);
      return;
    }
    place = next;
    attempts++;
    state = State.ASKING;
    next.target().began();
    RoutedExchange routed = exchange();
    attemptNanos = routed.loop().nanos();
    routed.servedBy(upstream().group().name(), next.target().name());
    try {
      build.fill(out, routed, rules, next);
    } catch (IllegalArgumentException malformed) {
      ended(new Attempt.Refused(Attempt.Cause.REQUEST_BUILD), Breaker.Result.UNKNOWN);
      giveUp(new Attempt.Refused(Attempt.Cause.REQUEST_BUILD));
      return;
    }
    send(next);
  }

  private void send(Place to) {
    int mine = attempts;
    KeptBody body = kept;
    Body sent =
        body != null ? body.next() : out.protocol() != null ? exchange().body() : Body.empty();
    Call begun = upstream().client().send(to.originFor(exchange().peer()), out, sent, this);
    // The reader may have been called already, and another attempt be under way.
    if (state == State.ASKING && attempts == mine) {
      call = begun;
      limit(begun);
    }
  }

  /// Every attempt gets what is left of the time for the whole.
  private void limit(Call begun) {
    var settings = upstream().group().settings();
    Timeouts own = rules.timeouts();
    Duration perTry = settings.retry().perTry();
    Duration deadline = patience;
    if (own == null && perTry == null && deadline == null && attempts == 1) {
      return;
    }
    Timeouts times = own == null ? settings.timeouts() : own;
    Duration left = least(times.total(), deadline).minusNanos(attemptNanos - beginNanos);
    begun.timeouts(
        times.connect(),
        least(times.firstByte(), perTry),
        times.idle(),
        left.isPositive() ? left : Duration.ofMillis(1));
  }

  private static Duration least(Duration a, @Nullable Duration b) {
    return b == null || a.compareTo(b) < 0 ? a : b;
  }

  private @Nullable Place choose() {
    long now = exchange().loop().nanos();
    if (attempts == 0) {
      Place before = sticky(now);
      if (before != null && before.enter(now)) {
        return before;
      }
    }
    return upstream().admit(choice, now);
  }

  private @Nullable Place sticky(long nowNanos) {
    Sticky sticky = upstream().group().settings().sticky();
    String value =
        sticky == null ? null : Cookies.value(exchange().request().fields(), sticky.cookie());
    return value == null ? null : upstream().sticky(value, nowNanos);
  }

  @Override
  public void informed(Response interim) {
    if (state == State.ASKING) {
      var fields = new Fields();
      build.copyAnswer(interim.fields(), fields);
      exchange().inform(interim.status(), fields);
    }
  }

  @Override
  public void response(Response response, Body body) {
    if (state != State.ASKING) {
      body.cancel();
      return;
    }
    Place from = Objects.requireNonNull(place);
    long now = exchange().loop().nanos();
    from.target().latency().observe(now - attemptNanos, now);
    Call asked = call;
    if (asked != null) {
      upstream().group().answered(exchange().loop().number(), asked.reused());
    }
    boolean bad =
        response.status() >= 500 || (isGrpc && GrpcStatus.isUnavailable(response.fields()));
    if (upstream().group().retriesAnswers()) {
      var outcome = new Attempt.Answered(response.status());
      if (mayTryAgain(outcome)) {
        body.cancel();
        again(outcome, Breaker.Result.BAD);
        return;
      }
    }
    if (looksAccepted(response.status())) {
      body.cancel();
      ended(new Attempt.Answered(response.status()), Breaker.Result.GOOD);
      giveUp(new Attempt.Broken(Attempt.Cause.RESPONSE_READ));
      return;
    }
    from.left(bad ? Breaker.Result.BAD : Breaker.Result.GOOD, now);
    deliver(response, body, from);
  }

  /// An ordinary answer to an upgrade, which over HTTP/2 would say that the tunnel is open.
  private boolean looksAccepted(int status) {
    return out.protocol() != null && status / 100 == 2 && exchange().request().isConnect();
  }

  private void deliver(Response response, Body body, Place from) {
    state = State.ANSWERED;
    if (kept != null) {
      kept.settle();
    }
    RoutedExchange routed = exchange();
    Response answer = routed.response();
    answer.status(response.status());
    build.copyAnswer(response.fields(), answer.fields());
    stick(answer, from);
    if (isTunnel(response.status())) {
      confirm(routed.request(), answer);
      routed.tunnel(answer, body);
    } else {
      routed.respond(answer, body);
    }
  }

  /// An upstream that was spoken to over HTTP/2 shows no sign that a client of HTTP/1.1 waits for;
  /// one of HTTP/1.1 shows that it knows our own key.
  private static void confirm(Request request, Response answer) {
    if (request.isConnect()) {
      answer.fields().remove(WebSocketKey.ACCEPT);
      return;
    }
    String key =
        request.version() == Version.HTTP_1_1 ? request.fields().value(WebSocketKey.KEY) : null;
    if (key != null && !answer.fields().contains(WebSocketKey.ACCEPT)) {
      answer.field(WebSocketKey.ACCEPT, WebSocketKey.accept(key));
    }
  }

  private boolean isTunnel(int status) {
    return status == 101 && out.protocol() != null;
  }

  private void stick(Response answer, Place to) {
    Sticky sticky = upstream().group().settings().sticky();
    String value = sticky == null ? null : upstream().cookie(to);
    if (sticky == null || value == null) {
      return;
    }
    boolean secure = exchange().peer().scheme().equals("https");
    answer.field(
        FieldName.SET_COOKIE,
        sticky.cookie()
            + "="
            + value
            + "; Path=/; Max-Age="
            + sticky.ttl().toSeconds()
            + "; HttpOnly; SameSite=Lax"
            + (secure ? "; Secure" : ""));
  }

  @Override
  public void failed(ClientFailure failure) {
    if (state != State.ASKING) {
      return;
    }
    Attempt outcome = outcome(failure);
    // What the client's body or wish, or our own bound brought about says nothing of the target.
    boolean theirs =
        failure instanceof ClientFailure.Unspeakable
            || failure instanceof ClientFailure.Busy
            || (outcome instanceof Attempt.Broken(Attempt.Cause cause)
                && cause == Attempt.Cause.REQUEST_BODY);
    Breaker.Result result = theirs ? Breaker.Result.UNKNOWN : Breaker.Result.BAD;
    if (mayTryAgain(outcome)) {
      again(outcome, result);
    } else {
      ended(outcome, result);
      giveUp(outcome);
    }
  }

  private Attempt outcome(ClientFailure failure) {
    KeptBody body = kept;
    if (body != null && body.failure() != null) {
      return new Attempt.Broken(Attempt.Cause.REQUEST_BODY);
    }
    return switch (failure) {
      case ClientFailure.Refused _ -> new Attempt.Refused(Attempt.Cause.CONNECT);
      case ClientFailure.Unspeakable _ -> new Attempt.Refused(Attempt.Cause.REQUEST_BUILD);
      case ClientFailure.Busy _ -> new Attempt.Refused(Attempt.Cause.BUSY);
      case ClientFailure.Broken _ ->
          new Attempt.Broken(isLate() ? Attempt.Cause.TOTAL_TIMEOUT : Attempt.Cause.RESPONSE_READ);
      case ClientFailure.BadResponse _ -> new Attempt.Broken(Attempt.Cause.RESPONSE_READ);
      case ClientFailure.Cancelled _ -> new Attempt.Abandoned();
      case ClientFailure.Timeout(ClientFailure.Timeout.Kind kind, String _) ->
          switch (kind) {
            case CONNECT -> new Attempt.Refused(Attempt.Cause.CONNECT_TIMEOUT);
            case FIRST_BYTE -> new Attempt.Broken(Attempt.Cause.FIRST_BYTE_TIMEOUT);
            case IDLE -> new Attempt.Broken(Attempt.Cause.IDLE_TIMEOUT);
            case TOTAL -> new Attempt.Broken(Attempt.Cause.TOTAL_TIMEOUT);
          };
    };
  }

  /// Whether the client's own deadline has passed: servers of gRPC know it too, and reset the
  /// stream.
  private boolean isLate() {
    Duration most = isGrpc ? patience : null;
    return most != null && exchange().loop().nanos() - beginNanos + SLACK_NANOS >= most.toNanos();
  }

  private boolean mayTryAgain(Attempt outcome) {
    KeptBody body = kept;
    return out.protocol() == null
        && upstream()
            .group()
            .mayTryAgain(
                outcome,
                attempts,
                exchange().request().isIdempotent(),
                body == null || body.isWhole());
  }

  private void again(Attempt outcome, Breaker.Result result) {
    choice.again(Objects.requireNonNull(place).target(), exchange().loop().nanos());
    ended(outcome, result);
    state = State.WAITING;
    long wait = upstream().group().retry().waitNanos(attempts, upstream().chance());
    if (wait == 0) {
      attempt();
      return;
    }
    // The loop's own timers tick too slowly for waits of some milliseconds.
    long ticket = exchange().ticket();
    CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, exchange().loop())
        .execute(() -> resume(ticket));
  }

  private void resume(long ticket) {
    RoutedExchange routed = exchange;
    if (state == State.WAITING && routed != null && routed.ticket() == ticket) {
      attempt();
    }
  }

  /// An attempt is over; not the request.
  private void ended(Attempt outcome, Breaker.Result result) {
    last = outcome;
    call = null;
    Place from = place;
    place = null;
    if (from != null) {
      from.left(result, exchange().loop().nanos());
      from.target().ended();
    }
  }

  private void giveUp(Attempt outcome) {
    state = State.REFUSED;
    RoutedExchange routed = exchange();
    switch (outcome) {
      case Attempt.Unserved _ -> unavailable(routed, "upstream_unavailable");
      case Attempt.Refused(Attempt.Cause cause) when cause == Attempt.Cause.BUSY ->
          unavailable(routed, cause.errorType());
      case Attempt.Refused(Attempt.Cause cause) -> routed.fail(cause.status(), cause.errorType());
      case Attempt.Broken(Attempt.Cause cause) -> routed.fail(status(cause), cause.errorType());
      case Attempt.Answered _ -> routed.fail(502, "upstream_response_status");
      case Attempt.Abandoned _ -> routed.abort();
    }
  }

  private int status(Attempt.Cause cause) {
    BodyFailure failure = kept == null ? null : kept.failure();
    return cause == Attempt.Cause.REQUEST_BODY && failure != null
        ? failure.kind().status()
        : cause.status();
  }

  private static void unavailable(RoutedExchange exchange, String errorType) {
    exchange.response().fields().add(FieldName.RETRY_AFTER, RETRY_AFTER_SECONDS);
    exchange.fail(503, errorType);
  }

  /// The exchange is over: answered, refused, or the client has gone.
  @Override
  public void ended(Exchange over, Ending ending) {
    State was = state;
    state = State.IDLE;
    Call pending = call;
    Place from = place;
    call = null;
    place = null;
    kept = null;
    if (from != null) {
      if (was == State.ASKING) {
        from.left(Breaker.Result.UNKNOWN, over.loop().nanos());
      }
      from.target().ended();
    }
    if (upstream != null) {
      upstream.group().leave();
      upstream = null;
    }
    exchange = null;
    if (was == State.ASKING && pending != null) {
      pending.cancel();
    }
  }
}
