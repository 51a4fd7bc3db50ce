package dev.varve.edge.fastcgi;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.balance.Choice;
import dev.varve.edge.files.FileLookup;
import dev.varve.edge.header.Expansion;
import dev.varve.edge.health.Attempt;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.http.FieldName;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One request for a script: finds the script, then a server that takes it. A server that cannot be
/// connected to has seen nothing of the request, which then goes to another. Belongs to the
/// exchange's loop; disk and name servers are waited for elsewhere.
final class FastCgiCall {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final RoutedExchange exchange;
  private final FastCgiRules rules;
  private final FileLookup files;
  private final Executor disk;
  private final LoopUpstream upstream;
  private final Loop loop;
  private final Choice choice = new Choice();
  private final long ticket;
  private final String path;
  private Attempt.@Nullable Cause last;
  private @Nullable Script script;
  private @Nullable Place place;
  private @Nullable FastCgiRun run;
  private int attempts;

  /// @param disk where disk and name servers may be waited for
  FastCgiCall(RoutedExchange exchange, FastCgiRules rules, FileLookup files, Executor disk) {
    this.exchange = exchange;
    this.rules = rules;
    this.files = files;
    this.disk = disk;
    this.loop = exchange.loop();
    this.upstream = rules.group().on(loop);
    this.ticket = exchange.ticket();
    this.path = exchange.path();
  }

  void begin() {
    if (!rules.group().enter()) {
      unavailable("upstream_busy");
      return;
    }
    exchange.onEnd((_, _) -> over());
    var key = upstream.group().settings().balance().key();
    choice.begin(upstream.isKeyed() ? Expansion.hash(key, exchange) : 0, loop.nanos());
    next();
  }

  private void unavailable(String errorType) {
    exchange.response().fields().add(FieldName.RETRY_AFTER, RETRY_AFTER_SECONDS);
    exchange.fail(503, errorType);
  }

  private void next() {
    Place to = upstream.admit(choice, loop.nanos());
    if (to == null) {
      giveUp();
      return;
    }
    place = to;
    attempts++;
    to.target().began();
    Script known = script;
    disk.execute(() -> prepare(to, known));
  }

  private void giveUp() {
    Attempt.Cause cause = last;
    if (cause == null) {
      unavailable("upstream_unavailable");
    } else {
      exchange.fail(cause.status(), cause.errorType());
    }
  }

  private void prepare(Place to, @Nullable Script known) {
    Script found = known == null ? find() : known;
    SocketAddress address = found == null ? null : address(to.origin());
    loop.execute(() -> back(found, address));
  }

  private @Nullable Script find() {
    if (rules.front().isEmpty()) {
      return Script.find(path, rules.endings(), rules.index(), files::isFile);
    }
    return files.isFile(rules.front()) ? Script.front(rules.front(), path) : null;
  }

  private static @Nullable SocketAddress address(Origin origin) {
    if (origin.isUnix()) {
      return UnixDomainSocketAddress.of(origin.host());
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(origin.host()), origin.port());
    } catch (UnknownHostException _) {
      return null;
    }
  }

  private void back(@Nullable Script found, @Nullable SocketAddress address) {
    if (!exchange.isOn(ticket)) {
      return; // over() has left the place
    }
    if (found == null) {
      exchange.refuse(404, "");
      return;
    }
    script = found;
    Place to = Objects.requireNonNull(place);
    exchange.servedBy(rules.group().name(), to.target().name());
    try {
      if (address == null) {
        throw new IOException("the host has no address");
      }
      byte[] begin = Records.begin(Parameters.of(exchange, rules, found));
      var contact = new Contact(to, address);
      run = new FastCgiRun(exchange, upstream, contact, begin, this::refused);
    } catch (IOException _) {
      refused(Attempt.Cause.CONNECT);
      return;
    }
    run.begin();
  }

  /// No connection came about, and nothing of the request was read.
  private void refused(Attempt.Cause cause) {
    last = cause;
    run = null;
    Place from = Objects.requireNonNull(place);
    place = null;
    from.left(Breaker.Result.BAD, loop.nanos());
    from.target().ended();
    boolean idempotent = exchange.request().isIdempotent();
    if (upstream.group().mayTryAgain(new Attempt.Refused(cause), attempts, idempotent, true)) {
      choice.again(from.target(), loop.nanos());
      next();
    } else {
      giveUp();
    }
  }

  private void over() {
    FastCgiRun begun = run;
    Place from = place;
    run = null;
    place = null;
    if (begun != null) {
      begun.close();
    } else if (from != null) {
      from.left(Breaker.Result.UNKNOWN, loop.nanos());
    }
    if (from != null) {
      from.target().ended();
    }
    rules.group().leave();
  }
}
