package dev.varve.edge.stream;

import dev.varve.edge.balance.Choice;
import dev.varve.edge.balance.Hash;
import dev.varve.edge.health.Attempt;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.Dial;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import dev.varve.http.server.StreamConnection;
import dev.varve.http.tls.ClientHello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One TCP connection from a client to a target: reads the name of its TLS hello where the stream
/// goes by names, makes a connection to a target, another one where that is refused, and passes
/// bytes on until both sides have ended. Belongs to the connection's loop.
final class TcpRun implements Transport.Events {
  private static final Duration HELLO = Duration.ofSeconds(10);

  /// A fatal unrecognized_name (RFC 6066, 3).
  private static final byte[] NAME_ALERT = {21, 3, 3, 0, 2, 2, 112};

  private final StreamRules rules;
  private final StreamSink sink;
  private final StreamConnection client;
  private final Loop loop;
  private final Timer timer;
  private final Choice choice = new Choice();
  private final long began;
  private State state = State.GREETING;
  private String serverName = "";
  private int attempts;
  private @Nullable ByteBuffer first;
  private @Nullable UpstreamGroup group;
  private @Nullable LoopUpstream upstream;
  private @Nullable Try trying;
  private @Nullable Place place;
  private @Nullable Transport target;
  private @Nullable Flow in;
  private @Nullable Flow out;

  private enum State {
    /// Waits for the client's hello.
    GREETING,
    /// Waits for a connection to a target.
    CONNECTING,
    /// Bytes pass.
    RELAYING,
    OVER
  }

  TcpRun(StreamRules rules, StreamSink sink, StreamConnection client) {
    this.rules = rules;
    this.sink = sink;
    this.client = client;
    this.loop = client.transport().loop();
    this.began = loop.nanos();
    this.timer = loop.timer(this::late);
  }

  void begin(ByteBuffer received) {
    client.onCut(() -> end(StreamEnd.CUT));
    if (received.hasRemaining() || rules.readsNames()) {
      first = loop.take().put(received);
    }
    try {
      client.transport().start(this);
    } catch (IOException _) {
      end(StreamEnd.CLIENT_GONE);
      return;
    }
    if (rules.readsNames()) {
      timer.start(HELLO.toNanos());
      greet(Objects.requireNonNull(first));
    } else {
      connect(rules.otherwise());
    }
  }

  private void late() {
    switch (state) {
      case GREETING -> end(StreamEnd.TLS_HELLO);
      case CONNECTING -> refused(Attempt.Cause.CONNECT_TIMEOUT);
      case RELAYING -> end(StreamEnd.IDLE);
      case OVER -> {}
    }
  }

  @Override
  public void readable() {
    step();
  }

  @Override
  public void writable() {
    step();
  }

  private void step() {
    ByteBuffer hello = first;
    if (state == State.RELAYING) {
      pump();
    } else if (state == State.GREETING && hello != null) {
      greet(hello);
    }
  }

  private void greet(ByteBuffer into) {
    try {
      int read = client.transport().read(into);
      while (read > 0 && into.hasRemaining()) {
        read = client.transport().read(into);
      }
      ClientHello hello = ClientHello.read(into.duplicate().flip());
      if (hello != null) {
        named(hello.serverName());
      } else if (read < 0 || !into.hasRemaining()) {
        end(StreamEnd.TLS_HELLO);
      }
    } catch (ClientHello.NotTls _) {
      end(StreamEnd.TLS_HELLO);
    } catch (IOException _) {
      end(StreamEnd.CLIENT_GONE);
    }
  }

  private void named(String name) throws IOException {
    serverName = name;
    UpstreamGroup found = rules.group(name);
    if (found == null) {
      ByteBuffer alert = loop.take().put(NAME_ALERT).flip();
      try {
        client.transport().write(alert);
      } finally {
        loop.give(alert);
      }
    }
    connect(found);
  }

  private void connect(@Nullable UpstreamGroup to) {
    if (to == null) {
      end(StreamEnd.TLS_NAME);
      return;
    }
    if (!to.enter()) {
      end(StreamEnd.BUSY);
      return;
    }
    group = to;
    upstream = to.on(loop);
    to.budget().paidIn();
    choice.begin(Hash.of(sink.client(client.peer().remote())), loop.nanos());
    connectNext(StreamEnd.UNAVAILABLE);
  }

  private void connectNext(StreamEnd otherwise) {
    LoopUpstream by = Objects.requireNonNull(upstream);
    Place next = by.admit(choice, loop.nanos());
    if (next == null) {
      end(otherwise);
      return;
    }
    state = State.CONNECTING;
    attempts++;
    place = next;
    next.target().began();
    timer.start(by.group().settings().timeouts().connect().toNanos());
    var mine = new Try(loop.nanos());
    trying = mine;
    Dial dial = by.client().dial(StreamOrigin.of(next.origin()), mine);
    if (trying == mine) {
      mine.dial = dial;
    }
  }

  /// One attempt to reach a target; only the last one counts.
  private final class Try implements Dial.Answer {
    private final long sinceNanos;
    private @Nullable Dial dial;

    Try(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }

    @Override
    public void connected(Transport transport) {
      if (trying != this) {
        transport.close();
        return;
      }
      trying = null;
      long now = loop.nanos();
      Place to = Objects.requireNonNull(place);
      to.target().latency().observe(now - sinceNanos, now);
      to.left(Breaker.Result.GOOD, now);
      relay(transport);
    }

    @Override
    public void refused(ClientFailure failure) {
      if (trying == this) {
        TcpRun.this.refused(Attempt.Cause.CONNECT);
      }
    }

    void cancel() {
      if (dial != null) {
        dial.cancel();
      }
    }
  }

  private void refused(Attempt.Cause cause) {
    Try given = trying;
    trying = null;
    if (given != null) {
      given.cancel();
    }
    long now = loop.nanos();
    Place from = Objects.requireNonNull(place);
    place = null;
    from.left(Breaker.Result.BAD, now);
    from.target().ended();
    boolean late = cause == Attempt.Cause.CONNECT_TIMEOUT;
    StreamEnd end = late ? StreamEnd.CONNECT_TIMEOUT : StreamEnd.CONNECT;
    var outcome = new Attempt.Refused(cause);
    if (Objects.requireNonNull(group).mayTryAgain(outcome, attempts, true, true)) {
      choice.again(from.target(), now);
      connectNext(end);
    } else {
      end(end);
    }
  }

  private void relay(Transport to) {
    target = to;
    state = State.RELAYING;
    var inward = new Flow(client.transport(), to);
    in = inward;
    out = new Flow(to, client.transport());
    UpstreamGroup by = Objects.requireNonNull(group);
    ByteBuffer header = StreamOrigin.header(by, client, serverName);
    if (header != null) {
      inward.begin(loop.take().put(header).flip(), 0);
    }
    ByteBuffer hello = first;
    first = null;
    if (hello != null) {
      inward.begin(hello.flip(), hello.limit());
    }
    to.events(this);
    timer.start(rules.settings().idle().toNanos());
    pump();
  }

  private void pump() {
    Flow inward = in;
    Flow outward = out;
    if (state != State.RELAYING || inward == null || outward == null) {
      return;
    }
    long before = inward.count() + outward.count();
    boolean more = false;
    Flow moving = inward;
    try {
      more = inward.pump();
      moving = outward;
      more |= outward.pump();
    } catch (IOException _) {
      boolean byClient = (moving == inward) == moving.isSourceBroken();
      end(byClient ? StreamEnd.CLIENT_GONE : StreamEnd.UPSTREAM_GONE);
      return;
    }
    if (inward.isOver() && outward.isOver()) {
      end(StreamEnd.COMPLETE);
      return;
    }
    if (inward.count() + outward.count() != before) {
      timer.start(rules.settings().idle().toNanos());
    }
    if (more) {
      loop.execute(this::pump);
    }
  }

  private void end(StreamEnd how) {
    if (state == State.OVER) {
      return;
    }
    state = State.OVER;
    timer.stop();
    sink.ended(loop, entry(how));
    release();
    Transport to = target;
    if (to != null) {
      to.close();
    }
    client.close();
  }

  private void release() {
    Try given = trying;
    trying = null;
    Place from = place;
    place = null;
    if (from != null) {
      if (given != null) {
        from.left(Breaker.Result.UNKNOWN, loop.nanos());
      }
      from.target().ended();
    }
    if (given != null) {
      given.cancel();
    }
    UpstreamGroup to = group;
    group = null;
    if (to != null) {
      to.leave();
    }
    ByteBuffer hello = first;
    first = null;
    if (hello != null) {
      loop.give(hello);
    }
    close(in);
    close(out);
  }

  private static void close(@Nullable Flow flow) {
    if (flow != null) {
      flow.close();
    }
  }

  private StreamLog.Entry entry(StreamEnd how) {
    return new StreamLog.Entry(
        rules.name(),
        rules.readsNames() ? "tls" : "tcp",
        sink.client(client.peer().remote()),
        serverName,
        group == null ? "" : group.name(),
        place == null ? "" : place.target().name(),
        in == null ? 0 : in.count(),
        out == null ? 0 : out.count(),
        loop.nanos() - began,
        how);
  }
}
