package dev.varve.http;

import dev.varve.http.client.Call;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.ResponseReader;
import dev.varve.http.net.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The smallest proxy: sends each request on to one origin, and the answer back.
public final class ProxyHandler implements Handler, AutoCloseable {
  public final List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());

  private final Origin origin;
  private final ClientOptions options;
  private final Map<Loop, HttpClient> clients = new ConcurrentHashMap<>();

  public ProxyHandler(Origin origin) {
    this(origin, ClientOptions.DEFAULT);
  }

  public ProxyHandler(Origin origin, ClientOptions options) {
    this.origin = origin;
    this.options = options;
  }

  /// Ends the connections to the origin, before the loops end.
  @Override
  public void close() {
    clients.forEach((loop, client) -> loop.execute(client::close));
  }

  public HttpClient client(Loop loop) {
    return clients.computeIfAbsent(loop, each -> new HttpClient(each, options));
  }

  @Override
  public void handle(Exchange exchange) {
    Object kept = exchange.state();
    Passage passage = kept instanceof Passage own ? own : new Passage(client(exchange.loop()));
    exchange.state(passage);
    passage.begin(exchange);
  }

  /// One exchange's way through the proxy; recycled with it.
  private final class Passage implements ResponseReader, Exchange.EndListener {
    private final HttpClient client;
    private final Request request = new Request();
    private @Nullable Exchange exchange;
    private @Nullable Call call;
    private boolean answered;

    Passage(HttpClient client) {
      this.client = client;
    }

    void begin(Exchange from) {
      exchange = from;
      answered = false;
      from.onEnd(this);
      Request asked = from.request();
      request.clear().set(asked.method(), asked.target()).authority(asked.authority());
      request.protocol(asked.protocol());
      request.fields().copy(asked.fields());
      call = client.send(origin, request, from.body(), this);
    }

    @Override
    public void informed(Response interim) {
      if (exchange != null) {
        exchange.inform(interim.status(), interim.fields());
      }
    }

    @Override
    public void response(Response response, Body body) {
      answered = true;
      Exchange to = exchange;
      if (to == null) {
        body.cancel();
      } else if (request.protocol() != null && response.status() == 101) {
        to.tunnel(response, body);
      } else if (request.isConnect() && response.status() / 100 == 2) {
        to.tunnel(response, body);
      } else {
        to.respond(response, body);
      }
    }

    @Override
    public void failed(ClientFailure failure) {
      failures.add(failure.toString());
      Exchange to = exchange;
      call = null;
      if (to != null && !to.answered()) {
        to.respond(to.response().status(502), Body.of(failure.getClass().getSimpleName()));
      }
    }

    @Override
    public void ended(Exchange over, Ending ending) {
      exchange = null;
      Call under = call;
      call = null;
      if (under != null && ending != Ending.COMPLETE && !answered) {
        under.cancel();
      }
    }
  }
}
