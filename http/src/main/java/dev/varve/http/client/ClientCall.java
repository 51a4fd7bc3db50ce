package dev.varve.http.client;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h1.H1Upstream;
import dev.varve.http.h2.H2Upstream;
import dev.varve.http.net.Timer;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request at a client, from [HttpClient#send] to the end of the answer, with its limits of
/// time. Recycled when it ended well.
final class ClientCall implements Call, H1Upstream.Listener, H2Upstream.Listener {
  private static final long HELD_UP = Duration.ofSeconds(60).toNanos();
  private static final long WATCH = Duration.ofSeconds(1).toNanos();

  private final HttpClient client;
  private final Timer timer;
  private @Nullable Pool pool;
  private @Nullable Request request;
  private @Nullable Body body;
  private @Nullable ResponseReader reader;
  private @Nullable Connecting connecting;
  private Pool.@Nullable Pooled pooled;
  private Pool.@Nullable Shared shared;
  private H2Upstream.@Nullable Exchange stream;
  private Duration connect;
  private Duration firstByte;
  private Duration idle;
  private Duration total;
  private int place = -1;
  private long begun;
  private long connectFrom;
  private long connectedNanos;
  private long movedAt;
  private long moved;
  private boolean reused;
  private boolean retried;
  private boolean answered;

  /// Waits for a connection that others use.
  private boolean queued;

  ClientCall(HttpClient client) {
    this.client = client;
    this.timer = client.loop().timer(this::check);
    this.connect = client.options().connect();
    this.firstByte = client.options().firstByte();
    this.idle = client.options().idle();
    this.total = client.options().total();
  }

  void begin(Pool pool, Request request, Body body, ResponseReader reader) {
    this.pool = pool;
    this.request = request;
    this.body = body;
    this.reader = reader;
    connect = client.options().connect();
    firstByte = client.options().firstByte();
    idle = client.options().idle();
    total = client.options().total();
    begun = client.loop().nanos();
    connectedNanos = 0;
    reused = false;
    retried = false;
    answered = false;
    queued = false;
    connectFrom = begun;
    timer.startAt(begun + connect.toNanos());
    client.add(this);
  }

  /// Where it stands among the calls under way; kept for the client.
  int place() {
    return place;
  }

  void place(int place) {
    this.place = place;
  }

  /// All connections there may be are in use, so it waits for one of them.
  void queued() {
    queued = true;
    long patience = Math.min(client.options().waitFor().toNanos(), total.toNanos());
    timer.startAt(client.loop().nanos() + patience);
  }

  /// Makes a connection for this call.
  void connecting(Connecting attempt) {
    connecting = attempt;
    if (queued) {
      queued = false;
      connectFrom = client.loop().nanos();
      timer.startAt(connectFrom + connect.toNanos());
    }
  }

  /// Goes out on a connection that is ready.
  void sendOn(Pool.Pooled free, boolean wasUsed) {
    connecting = null;
    pooled = free;
    reused = wasUsed;
    connectedNanos = client.loop().nanos();
    movedAt = connectedNanos;
    moved = free.connection().progress();
    watch();
    free.connection().send(request(), Objects.requireNonNull(body), this);
  }

  /// Goes out as one of many on a connection.
  void sendOn(Pool.Shared roomy, boolean wasUsed) {
    connecting = null;
    shared = roomy;
    reused = wasUsed;
    connectedNanos = client.loop().nanos();
    movedAt = connectedNanos;
    moved = 0;
    watch();
    var sent = roomy.connection.send(request(), Objects.requireNonNull(body), this);
    if (reader != null) {
      stream = sent;
    }
  }

  /// Looks after the limits at the next of them, but never much later than every second of idling
  /// allows.
  private void watch() {
    long next = Math.min(firstByte.toNanos(), idle.toNanos());
    long span = Math.min(Math.max(next / 4, WATCH / 10), total.toNanos());
    timer.startAt(client.loop().nanos() + span);
  }

  @Override
  public void informed(Response interim) {
    ResponseReader to = reader;
    if (to != null) {
      to.informed(interim);
    }
  }

  @Override
  public void response(Response response, Body incoming) {
    answered = true;
    ResponseReader to = reader;
    if (to != null) {
      to.response(response, incoming);
    }
  }

  @Override
  public void failed(H1Upstream.Fault fault, String reason) {
    Pool.Pooled last = pooled;
    boolean silent = last != null && last.connection().firstByteNanos() == 0;
    boolean stale = fault == H1Upstream.Fault.BROKEN && reused && silent && !retried;
    if (stale && request().isIdempotent() && isUntouched()) {
      retried = true;
      reused = false;
      pooled = null;
      timer.startAt(client.loop().nanos() + connect.toNanos());
      pool().connect(this);
      return;
    }
    fail(
        switch (fault) {
          case BROKEN -> new ClientFailure.Broken(pool().origin() + ": " + reason);
          case BAD -> new ClientFailure.BadResponse(pool().origin() + ": " + reason);
          case REQUEST -> new ClientFailure.Cancelled(reason);
        });
  }

  @Override
  public void failed(H2Upstream.Fault fault, String reason) {
    stream = null;
    shared = null;
    if (fault == H2Upstream.Fault.UNPROCESSED && !retried && isUntouched()) {
      retried = true;
      timer.startAt(client.loop().nanos() + connect.toNanos());
      pool().serve(this);
      return;
    }
    fail(
        switch (fault) {
          case UNPROCESSED -> new ClientFailure.Refused(pool().origin() + ": " + reason);
          case BROKEN -> new ClientFailure.Broken(pool().origin() + ": " + reason);
          case BAD -> new ClientFailure.BadResponse(pool().origin() + ": " + reason);
          case REQUEST -> new ClientFailure.Cancelled(reason);
        });
  }

  /// Follows on a failure too, when the call is over or under way elsewhere.
  @Override
  public void ended() {
    if (answered && reader != null) {
      stream = null;
      shared = null;
      ended(false);
    }
  }

  /// Whether the request's body can still be sent from its begin.
  private boolean isUntouched() {
    return body != null && body.length() == 0;
  }

  @Override
  public void ended(boolean reusable) {
    timer.rest();
    client.remove(this);
    Pool of = pool();
    Pool.Pooled used = pooled;
    pooled = null;
    reader = null;
    request = null;
    body = null;
    client.recycle(this);
    if (reusable && used != null) {
      of.free(used);
    }
  }

  /// Tells the reader that there is no answer. The call is not used again: somebody may still hold
  /// it.
  void fail(ClientFailure failure) {
    timer.stop();
    client.remove(this);
    ResponseReader to = reader;
    reader = null;
    pooled = null;
    shared = null;
    stream = null;
    Connecting attempt = connecting;
    connecting = null;
    if (attempt != null) {
      attempt.cancel();
    }
    pool().forget(this);
    Body unsent = body;
    body = null;
    if (unsent != null) {
      unsent.cancel();
    }
    if (to != null) {
      to.failed(failure);
    }
  }

  /// Ends the call, wherever it is, with a failure.
  void breakOff(ClientFailure failure) {
    Pool.Pooled used = pooled;
    H2Upstream.Exchange one = stream;
    if (one != null) {
      one.cancel();
      fail(failure);
    } else if (used == null) {
      fail(failure);
    } else if (answered) {
      used.connection().breakOff(new BodyFailure(kind(failure), failure.reason()));
    } else {
      used.connection().close();
      fail(failure);
    }
  }

  private static BodyFailure.Kind kind(ClientFailure failure) {
    return switch (failure) {
      case ClientFailure.Timeout _ -> BodyFailure.Kind.TOO_SLOW;
      case ClientFailure.Cancelled _ -> BodyFailure.Kind.CANCELLED;
      case ClientFailure.BadResponse _ -> BodyFailure.Kind.MALFORMED;
      case ClientFailure.Refused _,
          ClientFailure.Unspeakable _,
          ClientFailure.Busy _,
          ClientFailure.Broken _ ->
          BodyFailure.Kind.GONE;
    };
  }

  private void check() {
    long now = client.loop().nanos();
    ClientFailure late = late(now);
    if (late != null) {
      breakOff(late);
    } else if (reader != null) {
      watch();
    }
  }

  private @Nullable ClientFailure late(long now) {
    Origin origin = pool().origin();
    Pool.Pooled used = pooled;
    if (stream != null) {
      return lateStream(stream, now);
    }
    if (used == null && queued) {
      return new ClientFailure.Busy(origin + ": no connection became free in time");
    }
    if (used == null) {
      return now - connectFrom >= connect.toNanos() || retried
          ? timeout(ClientFailure.Timeout.Kind.CONNECT, origin + ": no connection in time")
          : null;
    }
    if (now - begun >= total.toNanos()) {
      return timeout(ClientFailure.Timeout.Kind.TOTAL, origin + ": took too long");
    }
    long progress = used.connection().progress();
    if (progress != moved || !used.connection().waitsForOrigin()) {
      moved = progress;
      movedAt = now;
      return null;
    }
    boolean awaitsHead = !answered && used.connection().requestSent();
    Duration limit = awaitsHead ? firstByte : idle;
    if (now - movedAt < limit.toNanos()) {
      return null;
    }
    return awaitsHead
        ? timeout(ClientFailure.Timeout.Kind.FIRST_BYTE, origin + ": no answer in time")
        : timeout(ClientFailure.Timeout.Kind.IDLE, origin + ": stopped half-way");
  }

  /// Nobody can tell here whether the answer's reader or the origin holds a stream up, so the limit
  /// is longer than the time a client may take nothing of an answer.
  private @Nullable ClientFailure lateStream(H2Upstream.Exchange one, long now) {
    Origin origin = pool().origin();
    if (now - begun >= total.toNanos()) {
      return timeout(ClientFailure.Timeout.Kind.TOTAL, origin + ": took too long");
    }
    if (one.progress() != moved) {
      moved = one.progress();
      movedAt = now;
      return null;
    }
    if (answered || !one.requestSent()) {
      return now - movedAt >= idle.toNanos() + HELD_UP
          ? timeout(ClientFailure.Timeout.Kind.IDLE, origin + ": stopped half-way")
          : null;
    }
    return now - movedAt >= firstByte.toNanos()
        ? timeout(ClientFailure.Timeout.Kind.FIRST_BYTE, origin + ": no answer in time")
        : null;
  }

  private static ClientFailure timeout(ClientFailure.Timeout.Kind kind, String reason) {
    return new ClientFailure.Timeout(kind, reason);
  }

  private Pool pool() {
    return Objects.requireNonNull(pool);
  }

  // What callers see.

  @Override
  public void cancel() {
    if (reader == null) {
      return;
    }
    reader = null;
    Pool.Pooled used = pooled;
    H2Upstream.Exchange one = stream;
    if (used != null) {
      used.connection().close();
    } else if (one != null) {
      one.cancel();
    }
    fail(new ClientFailure.Cancelled("cancelled"));
  }

  @Override
  public Request request() {
    return Objects.requireNonNull(request);
  }

  @Override
  public @Nullable SocketAddress remote() {
    Pool.Pooled used = pooled;
    Pool.Shared one = shared;
    if (one != null) {
      return one.transport.remote();
    }
    return used == null ? null : used.connection().transport().remote();
  }

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public long firstByteNanos() {
    Pool.Pooled used = pooled;
    return used == null ? 0 : used.connection().firstByteNanos();
  }

  @Override
  public long connectedNanos() {
    return connectedNanos;
  }

  @Override
  public void timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
    this.connect = connect;
    this.firstByte = firstByte;
    this.idle = idle;
    this.total = total;
    if (reader == null) {
      return;
    }
    if (pooled != null || shared != null) {
      watch();
    } else if (queued) {
      queued();
    } else {
      timer.startAt(begun + connect.toNanos());
    }
  }
}
