package dev.varve.edge.upstream;

import dev.varve.edge.balance.Target;
import dev.varve.edge.health.CheckRules;
import dev.varve.edge.health.CheckState;
import dev.varve.graph.upstream.HealthCheck;
import dev.varve.graph.upstream.HealthKind;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.ResponseReader;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Asks one target again and again whether it is well. Runs on one loop; redirects are not followed
/// and of the answer only the status counts.
final class HealthProbe {
  private static final int GRPC_BYTES_MOST = 1024;
  private static final Duration SOON = Duration.ofMillis(1);

  private final Place place;
  private final HealthCheck check;
  private final Loop loop;
  private final HttpClient client;
  private final CheckState state;
  private final SplittableRandom chance;
  private final Timer timer;
  private boolean stopped;

  HealthProbe(Place place, HealthCheck check, HttpClient client) {
    this.place = place;
    this.check = check;
    this.loop = client.loop();
    this.client = client;
    this.state =
        new CheckState(
            new CheckRules(
                check.every(), check.timeout(), check.healthyAfter(), check.unhealthyAfter()));
    this.chance = new SplittableRandom(place.target().name().hashCode());
    this.timer = loop.timer(this::ask);
  }

  Target target() {
    return place.target();
  }

  /// On the loop.
  void start() {
    timer.start(SOON.toNanos());
  }

  /// On the loop.
  void stop() {
    stopped = true;
    timer.stop();
  }

  private void ask() {
    switch (check.kind()) {
      case HTTP -> askHttp();
      case TCP -> askTcp();
      case GRPC -> askGrpc();
    }
  }

  private void askHttp() {
    String host = check.host().isEmpty() ? place.authority() : check.host();
    Request request = Request.get(host, check.path());
    request.fields().add("user-agent", "varve-health");
    send(place.origin(), request, Body.empty());
  }

  private void askGrpc() {
    String host = check.host().isEmpty() ? place.authority() : check.host();
    Request request = GrpcHealth.request(host, place.origin().scheme());
    request.fields().add("user-agent", "varve-health");
    send(GrpcHealth.origin(place.origin()), request, GrpcHealth.body(check.service()));
  }

  private void send(Origin to, Request request, Body body) {
    client
        .send(to, request, body, new Answer())
        .timeouts(check.timeout(), check.timeout(), check.timeout(), check.timeout());
  }

  /// Names are looked up away from the loop.
  private void askTcp() {
    Thread.startVirtualThread(() -> {
      try {
        SocketAddress address = address();
        loop.execute(() -> connect(address));
      } catch (UnknownHostException _) {
        loop.execute(() -> found(false));
      }
    });
  }

  private void connect(SocketAddress address) {
    try {
      TcpProbe.begin(loop, address, check.timeout(), this::found);
    } catch (IOException _) {
      found(false);
    }
  }

  private SocketAddress address() throws UnknownHostException {
    return place.origin().isUnix()
        ? UnixDomainSocketAddress.of(place.origin().host())
        : new InetSocketAddress(
            InetAddress.getByName(place.origin().host()), place.origin().port());
  }

  private boolean isGrpc() {
    return check.kind() == HealthKind.GRPC;
  }

  private void found(boolean good) {
    if (stopped) {
      return;
    }
    state.observe(good);
    place.target().up(state.up(), loop.nanos());
    timer.start(state.waitNanos(chance));
  }

  /// The answer to one question.
  private final class Answer implements ResponseReader, BodyReader {
    private final ByteBuffer message = ByteBuffer.allocate(isGrpc() ? GRPC_BYTES_MOST : 0);
    private boolean good;
    private @Nullable Body body;

    @Override
    public void response(Response response, Body answer) {
      good =
          isGrpc()
              ? response.status() == 200
              : StatusRanges.contain(check.status(), response.status());
      body = answer;
      answer.read(this);
    }

    @Override
    public void failed(ClientFailure failure) {
      found(false);
    }

    @Override
    public void data(ByteBuffer lent) {
      Body from = body;
      boolean tooLong = isGrpc() && lent.remaining() > message.remaining();
      if (isGrpc() && !tooLong) {
        message.put(lent);
      }
      if (from != null && (tooLong || from.count() > 64 * 1024)) {
        body = null;
        from.cancel();
        found(good && !tooLong);
      }
    }

    @Override
    public void end(Fields trailers) {
      boolean serves =
          !isGrpc() || (GrpcHealth.isGood(trailers) && GrpcHealth.isServing(message.flip()));
      found(good && serves);
    }

    @Override
    public void failed(BodyFailure cause) {
      found(false);
    }
  }
}
