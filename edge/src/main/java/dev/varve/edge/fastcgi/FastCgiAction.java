package dev.varve.edge.fastcgi;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.balance.Choice;
import dev.varve.edge.files.FileLookup;
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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Runs scripts by FastCGI. Which script it is, is looked up away from the loop; the conversation
/// with the server happens on it, streaming both ways.
public final class FastCgiAction implements ActionHandler {
  private final FastCgiRules rules;
  private final FileLookup files;
  private final Executor disk;

  /// @param disk where the disk and name servers may be waited for
  public FastCgiAction(FastCgiRules rules, Executor disk) {
    this.rules = rules;
    this.files = new FileLookup(rules.root());
    this.disk = disk;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    if (exchange.body().length() < 0) {
      // CGI tells a script the length of its input before the first byte.
      exchange.refuse(411, "The request must say how long its body is.");
      return;
    }
    Loop loop = exchange.loop();
    LoopUpstream upstream = rules.group().on(loop);
    Place place = upstream.choose(new Choice().begin(exchange.ticket(), loop.nanos()));
    if (place == null || !place.enter(loop.nanos())) {
      unavailable(exchange, "upstream_unavailable");
      return;
    }
    if (!rules.group().enter()) {
      place.left(Breaker.Result.UNKNOWN, loop.nanos());
      unavailable(exchange, "upstream_busy");
      return;
    }
    place.target().began();
    exchange.onEnd((_, _) -> over(place));
    long ticket = exchange.ticket();
    String path = exchange.path();
    disk.execute(() -> prepare(exchange, ticket, place, path));
  }

  private static void unavailable(RoutedExchange exchange, String errorType) {
    exchange.response().fields().add(FieldName.RETRY_AFTER, 5);
    exchange.fail(503, errorType);
  }

  private void over(Place place) {
    place.target().ended();
    rules.group().leave();
  }

  private void prepare(RoutedExchange exchange, long ticket, Place place, String path) {
    Loop loop = exchange.loop();
    Script script =
        rules.front().isEmpty()
            ? Script.find(path, rules.endings(), rules.index(), files::isFile)
            : front(path);
    SocketAddress address = script == null ? null : address(place.origin());
    loop.execute(() -> {
      if (!exchange.isOn(ticket)) {
        place.left(Breaker.Result.UNKNOWN, loop.nanos());
      } else if (script == null) {
        place.left(Breaker.Result.UNKNOWN, loop.nanos());
        exchange.refuse(404, "");
      } else {
        run(exchange, place, script, address);
      }
    });
  }

  private @Nullable Script front(String path) {
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

  private void run(
      RoutedExchange exchange, Place place, Script script, @Nullable SocketAddress address) {
    exchange.servedBy(rules.group().name(), place.target().name());
    try {
      if (address == null) {
        throw new IOException("the host has no address");
      }
      byte[] begin = Records.begin(Parameters.of(exchange, rules, script));
      var run = new FastCgiRun(exchange, rules.group().on(exchange.loop()), place, address, begin);
      exchange.onEnd((_, _) -> {
        run.close();
        over(place);
      });
      run.begin();
    } catch (IOException _) {
      place.left(Breaker.Result.BAD, exchange.loop().nanos());
      exchange.fail(502, "upstream_connect");
    }
  }
}
