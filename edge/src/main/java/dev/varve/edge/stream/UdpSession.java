package dev.varve.edge.stream;

import dev.varve.edge.balance.Choice;
import dev.varve.edge.balance.Hash;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Datagrams;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client of a UDP stream: a socket of its own to one target, until nothing has passed for the
/// idle time, or the target tells that nobody listens there; the client's next datagram then begins
/// anew. Belongs to a loop.
final class UdpSession implements Datagrams.Events {
  private final UdpSessions owner;
  private final StreamRules rules;
  private final InetSocketAddress client;
  private final Loop loop;
  private final Timer idle;
  private final long began;
  private @Nullable UpstreamGroup group;
  private @Nullable Place place;
  private @Nullable Datagrams socket;
  private byte @Nullable [] held;
  private Breaker.Result result = Breaker.Result.UNKNOWN;
  private long bytesIn;
  private long bytesOut;
  private boolean over;

  UdpSession(UdpSessions owner, StreamRules rules, InetSocketAddress client) {
    this.owner = owner;
    this.rules = rules;
    this.client = client;
    this.loop = owner.loop();
    this.began = loop.nanos();
    this.idle = loop.timer(() -> end(StreamEnd.COMPLETE));
  }

  void begin() {
    idle.start(rules.settings().idle().toNanos());
    UpstreamGroup to = Objects.requireNonNull(rules.otherwise());
    if (!to.enter()) {
      end(StreamEnd.BUSY);
      return;
    }
    group = to;
    LoopUpstream upstream = to.on(loop);
    var choice = new Choice().begin(Hash.of(owner.sink().client(client)), loop.nanos());
    Place chosen = upstream.admit(choice, loop.nanos());
    if (chosen == null) {
      end(StreamEnd.UNAVAILABLE);
      return;
    }
    place = chosen;
    chosen.target().began();
    upstream.client().resolve(chosen.origin().host(), this::found);
  }

  private void found(List<InetAddress> addresses) {
    if (over) {
      return;
    }
    if (addresses.isEmpty()) {
      failed();
      return;
    }
    Origin origin = Objects.requireNonNull(place).origin();
    try {
      var target = new InetSocketAddress(addresses.getFirst(), origin.port());
      socket = loop.datagrams(Datagrams.Options.to(target), this);
    } catch (IOException _) {
      failed();
      return;
    }
    byte[] waiting = held;
    held = null;
    if (waiting != null) {
      ByteBuffer lent = loop.takeRead();
      send(lent.clear().put(waiting).flip());
      loop.giveRead(lent);
    }
  }

  private void failed() {
    result = Breaker.Result.BAD;
    end(StreamEnd.CONNECT);
  }

  /// From the client. Until the target's address is known one datagram waits.
  void received(ByteBuffer lent) {
    if (over) {
      return;
    }
    bytesIn += lent.remaining();
    idle.start(rules.settings().idle().toNanos());
    if (socket != null) {
      send(lent);
    } else if (held == null) {
      var copy = new byte[lent.remaining()];
      lent.get(copy);
      held = copy;
    } else {
      owner.sink().metrics().dropped(loop.number());
    }
  }

  private void send(ByteBuffer datagram) {
    Datagrams to = socket;
    if (to == null || !to.send(datagram, null)) {
      owner.sink().metrics().dropped(loop.number());
    }
  }

  /// From the target.
  @Override
  public void received(ByteBuffer lent, InetSocketAddress from) {
    if (over) {
      return;
    }
    result = Breaker.Result.GOOD;
    bytesOut += lent.remaining();
    idle.start(rules.settings().idle().toNanos());
    owner.answer(lent, client);
  }

  @Override
  public void unreachable() {
    if (!over) {
      failed();
    }
  }

  void end(StreamEnd how) {
    if (over) {
      return;
    }
    over = true;
    idle.stop();
    owner.ended(this, client);
    owner.sink().ended(loop, entry(how));
    Place from = place;
    if (from != null) {
      from.left(result, loop.nanos());
      from.target().ended();
    }
    if (group != null) {
      group.leave();
    }
    Datagrams open = socket;
    if (open != null) {
      open.close();
    }
  }

  private StreamLog.Entry entry(StreamEnd how) {
    return new StreamLog.Entry(
        rules.name(),
        "udp",
        owner.sink().client(client),
        "",
        group == null ? "" : group.name(),
        place == null ? "" : place.target().name(),
        bytesIn,
        bytesOut,
        loop.nanos() - began,
        how);
  }
}
