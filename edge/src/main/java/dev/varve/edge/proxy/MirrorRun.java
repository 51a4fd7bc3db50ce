package dev.varve.edge.proxy;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.balance.Choice;
import dev.varve.edge.balance.Hash;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.Place;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.ResponseReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The copy of one request. It outlives the request, so it keeps nothing of the exchange. Belongs
/// to the loop.
final class MirrorRun implements ResponseReader, BodyReader {
  private static final long ANSWER_MOST = 1 << 20;

  private final LoopUpstream upstream;
  private final Runnable done;
  private final Request out = new Request();
  private @Nullable Place place;
  private @Nullable Body answer;
  private boolean good;

  /// @param done called once, when the copy is over
  MirrorRun(LoopUpstream upstream, Runnable done) {
    this.upstream = upstream;
    this.done = done;
  }

  void begin(RoutedExchange exchange, ProxyRules rules) {
    if (!upstream.group().enter()) {
      done.run();
      return;
    }
    long now = exchange.loop().nanos();
    var choice = new Choice().begin(Hash.of(exchange.client()), now);
    Place to = upstream.admit(choice, now);
    if (to == null) {
      end(Breaker.Result.UNKNOWN);
      return;
    }
    place = to;
    to.target().began();
    try {
      new RequestBuild().fill(out, exchange, rules, to);
    } catch (IllegalArgumentException _) {
      end(Breaker.Result.UNKNOWN); // the request itself tells its client
      return;
    }
    upstream.client().send(to.origin(), out, body(exchange), this);
  }

  private static Body body(RoutedExchange exchange) {
    Body source = exchange.body();
    if (source.length() == 0) {
      return Body.empty();
    }
    var copy = new BodyCopy(source.length());
    exchange.body(new CopiedBody(source, copy));
    return copy;
  }

  @Override
  public void response(Response response, Body body) {
    good = response.status() < 500;
    answer = body;
    body.read(this);
  }

  @Override
  public void failed(ClientFailure failure) {
    // What ended with the client's own body says nothing about the target.
    boolean ours = failure instanceof ClientFailure.Cancelled;
    end(ours ? Breaker.Result.UNKNOWN : Breaker.Result.BAD);
  }

  @Override
  public void data(ByteBuffer lent) {
    Body from = answer;
    if (from != null && from.count() > ANSWER_MOST) {
      answer = null;
      from.cancel();
      end(result());
    }
  }

  @Override
  public void end(Fields trailers) {
    end(result());
  }

  @Override
  public void failed(BodyFailure cause) {
    end(Breaker.Result.BAD);
  }

  private Breaker.Result result() {
    return good ? Breaker.Result.GOOD : Breaker.Result.BAD;
  }

  private void end(Breaker.Result result) {
    Place from = place;
    place = null;
    if (from != null) {
      from.left(result, upstream.client().loop().nanos());
      from.target().ended();
    }
    upstream.group().leave();
    done.run();
  }
}
