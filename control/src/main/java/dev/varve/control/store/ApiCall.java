package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.base.Trace;
import dev.varve.base.json.Json;
import dev.varve.control.ControlCode;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyInput;
import dev.varve.http.BodyOutput;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.net.Loop;
import dev.varve.http.websocket.WebSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One request over HTTP. The store is asked on a virtual thread; the exchange is touched on its
/// loop only, and not after it ended, since it is recycled then. A body is read to its end or not
/// at all, and then left to the connection: cancelling it from here might hit the next request's.
final class ApiCall {
  private static final System.Logger LOG = LateLogger.of(ApiCall.class);
  private static final FieldName ORIGIN = FieldName.of("origin");
  private static final FieldName CONTENT_LENGTH = FieldName.of("content-length");
  private static final FieldName TRACEPARENT = FieldName.of("traceparent");

  /// A value at its limit, with room for white space and for what goes with it in a batch.
  private static final int BODY_MAX = 20 << 20;

  /// A longer body waits until it may be held.
  private static final int SMALL_BODY = 1 << 20;

  private static final long PATIENCE_SECONDS = 30;
  private static final int STREAM_BYTES = 64 * 1024;

  /// A poll may wait a minute.
  static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Exchange exchange;
  private final Loop loop;
  private final String method;
  private final String target;
  private final Fields fields;

  /// Whether a WebSocket is asked for where there is one; over HTTP/2 by CONNECT (RFC 8441).
  private final boolean upgrades;

  private final BodyInput body;

  /// The body when it was read already.
  private final byte @Nullable [] given;

  private final Semaphore large;
  private final Runnable finished;

  /// Belongs to the loop.
  private boolean ended;

  /// Whether it goes on without the thread, until its body ends.
  private boolean follows;

  private volatile @Nullable Thread thread;

  /// @param target behind the API's prefix
  /// @param large permits to hold a body of more than 1 MiB
  ApiCall(Exchange exchange, String target, Semaphore large, Runnable finished) {
    this(exchange, target, large, finished, null);
  }

  /// @param given the body when it was read already
  ApiCall(
      Exchange exchange,
      String target,
      Semaphore large,
      Runnable finished,
      byte @Nullable [] given) {
    this.exchange = exchange;
    this.given = given;
    this.loop = exchange.loop();
    this.target = target;
    this.upgrades = WebSocket.isAsked(exchange.request()) && isWatch();
    this.method = upgrades ? "GET" : exchange.request().method();
    this.fields = new Fields().copy(exchange.request().fields());
    this.large = large;
    this.finished = finished;
    exchange.bodyLimit(BODY_MAX);
    this.body = new BodyInput(loop, exchange.body(), STREAM_BYTES);
  }

  private boolean isWatch() {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    return path.equals("watch") || path.endsWith("/watch");
  }

  /// Called on the loop.
  void start(ThreadFactory threads, Function<StoreRequest, StoreReply> service) {
    exchange.deadline(DEADLINE);
    exchange.onEnd(this::ended);
    if (upgrades && isForeign()) {
      finished.run();
      Json json = Json.of("status", Json.of(403)).with("detail", Json.of("Foreign origin."));
      respond(StoreReply.problem(403, json), null);
      return;
    }
    Thread started = threads.newThread(() -> run(service));
    thread = started;
    started.start();
  }

  /// Whether a page of another origin asks: a browser would send it the user's credentials.
  private boolean isForeign() {
    String origin = fields.value(ORIGIN);
    String authority = exchange.request().authority();
    return origin != null
        && !origin.equalsIgnoreCase("http://" + authority)
        && !origin.equalsIgnoreCase("https://" + authority);
  }

  /// Called on the loop.
  void refuse() {
    finished.run();
    Json json = Json.of("status", Json.of(503)).with("detail", Json.of("Too busy; try again."));
    respond(StoreReply.problem(503, json).with("retry-after", "1"), null);
  }

  private void ended(Exchange over, Ending ending) {
    ended = true;
    Thread working = thread;
    if (working != null && ending != Ending.COMPLETE) {
      working.interrupt();
    }
  }

  private void run(Function<StoreRequest, StoreReply> service) {
    try {
      Trace.within(fields.value(TRACEPARENT), () -> send(reply(service)));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, () -> method + " " + target + " was answered too late", e);
    } finally {
      thread = null;
      if (!follows) {
        finished.run();
      }
    }
  }

  private StoreReply reply(Function<StoreRequest, StoreReply> service) {
    try {
      StoreRequest request = StoreRequest.of(method, target).withHeaders(headers());
      if (given != null) {
        return service.apply(request.withBody(given));
      }
      return hasBody() ? reply(request, service) : service.apply(request);
    } catch (Failure failure) {
      return Problems.of(failure);
    } catch (IOException e) {
      return Problems.of(broken(e));
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.log(Level.ERROR, () -> method + " " + target + " failed", e);
      Json json = Json.of("status", Json.of(500));
      return StoreReply.problem(500, json);
    }
  }

  /// A large body is asked for when there is room for it and what is made of it; until then it is
  /// the client's to keep.
  private StoreReply reply(StoreRequest request, Function<StoreRequest, StoreReply> service)
      throws IOException {
    byte[] first = body.readNBytes(SMALL_BODY);
    if (first.length < SMALL_BODY) {
      return service.apply(request.withBody(first));
    }
    try {
      if (!large.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Json json =
            Json.of("status", Json.of(503))
                .with("detail", Json.of("Too many large bodies at a time; try again."));
        return StoreReply.problem(503, json).with("retry-after", "1");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("nobody waits for the answer");
    }
    try {
      return service.apply(request.withBody(whole(first)));
    } finally {
      large.release();
    }
  }

  private byte[] whole(byte[] first) throws IOException {
    String length = fields.value(CONTENT_LENGTH);
    if (length != null && length.matches("\\d{1,8}")) {
      byte[] whole = Arrays.copyOf(first, Math.min(Integer.parseInt(length), BODY_MAX));
      int count = body.readNBytes(whole, first.length, whole.length - first.length);
      return count == whole.length - first.length
          ? whole
          : Arrays.copyOf(whole, first.length + count);
    }
    byte[] rest = body.readAllBytes();
    byte[] whole = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, whole, first.length, rest.length);
    return whole;
  }

  private boolean hasBody() {
    return method.equals("PUT") || method.equals("POST") || method.equals("PATCH");
  }

  static Failure broken(IOException e) {
    boolean large =
        e.getCause() instanceof BodyFailure failure && failure.kind() == BodyFailure.Kind.TOO_LARGE;
    return new Failure(
        large
            ? new Problem(
                ControlCode.BODY_TOO_LARGE,
                "body",
                "the body must have at most " + BODY_MAX + " bytes, but has more",
                "a value may have 16 MiB; split it, or keep it elsewhere and store its name")
            : new Problem(
                ControlCode.BAD_REQUEST, "body", "the body must be whole, but is not: " + e, ""));
  }

  private Map<String, String> headers() {
    Map<String, String> all = headers(fields);
    if (upgrades) {
      all.put("upgrade", "websocket");
    }
    return all;
  }

  /// By names in lower case, those of several lines joined.
  static Map<String, String> headers(Fields fields) {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.size(); i++) {
      all.merge(fields.name(i).toLowerCase(Locale.ROOT), fields.value(i), (a, b) -> a + ", " + b);
    }
    all.remove("upgrade");
    return all;
  }

  private void send(StoreReply reply) {
    switch (reply.content()) {
      case StoreReply.Content.Whole(byte[] bytes) ->
          loop.execute(() -> respond(reply, Body.of(bytes)));
      case StoreReply.Content.Stream(StoreReply.Writing writing, long length) ->
          stream(reply, writing, length);
      case StoreReply.Content.Following(StoreReply.Joining joining, _) -> {
        follows = true;
        Body body = joining.on(loop, finished);
        loop.execute(() -> respond(reply, body));
      }
      case StoreReply.Content.Messages(StoreReply.Opening opening) -> messages(opening);
    }
  }

  private void messages(StoreReply.Opening opening) {
    follows = true;
    loop.execute(() -> {
      if (ended || exchange.answered()) {
        finished.run();
      } else {
        opening.on(exchange, loop, finished);
      }
    });
  }

  private void stream(StoreReply reply, StoreReply.Writing writing, long length) {
    var out = new BodyOutput(loop, length, STREAM_BYTES);
    loop.execute(() -> respond(reply, out.body()));
    try {
      writing.to(out);
      out.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "the answer to " + method + " " + target + " broke off", e);
      out.fail("the store broke off");
    }
  }

  /// On the loop.
  private void respond(StoreReply reply, @Nullable Body content) {
    if (ended || exchange.answered()) {
      if (content != null) {
        content.cancel();
      }
      return;
    }
    respond(exchange, reply, content == null ? Body.of(reply.bytes()) : content);
  }

  /// On the loop, while the exchange has not ended and has no answer.
  static void respond(Exchange exchange, StoreReply reply, Body content) {
    Response response = exchange.response().clear().status(reply.status());
    reply.headers().forEach((name, value) -> response.field(FieldName.of(name), value));
    exchange.respond(response, content);
  }
}
