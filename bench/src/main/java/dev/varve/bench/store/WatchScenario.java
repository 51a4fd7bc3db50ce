package dev.varve.bench.store;

import dev.varve.bench.store.wire.EventsWire;
import dev.varve.bench.store.wire.GrpcWire;
import dev.varve.bench.store.wire.HttpWire;
import dev.varve.bench.store.wire.Protobuf;
import dev.varve.bench.store.wire.Server;
import dev.varve.bench.store.wire.Servers;
import dev.varve.bench.store.wire.Wire;
import dev.varve.bench.store.wire.WireLoad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// S10: a hundred watchers over the wire while others write 10,000 documents a second, or as many
/// as the server takes.
final class WatchScenario implements Scenario {
  private static final int WATCHERS = 100;
  private static final int WRITERS = 64;
  private static final double PER_SECOND = 10_000;
  private static final String PADDING = "x".repeat(480);

  @Override
  public String goals() {
    return "S10";
  }

  @Override
  public String work() {
    return "100 watchers of 10,000 writes a second beside etcd";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("watch");
    Path data = directory.resolve("varve");
    try (Server varve = Servers.varve(data);
        Server etcd = Servers.etcd(directory.resolve("etcd"))) {
      String fields = Servers.fields(varve, data);
      var ours =
          new Side(
              varve,
              seen -> new HttpWire(() -> httpPut(fields, seen)),
              events -> new EventsWire("/api/v1/docs/watch", fields, events::take));
      var theirs = new Side(etcd, WatchScenario::etcdPut, WatchScenario::etcdWatch);
      measure(bench, ours);
      Events our = measure(bench, ours);
      Events their = measure(bench, theirs);
      our.requireAll();
      their.requireAll();
      return List.of(
          Row.atLeast(
              "S10",
              "events told to 100 watchers, none twice, none missing",
              Contest.of(our.figure(varve.name()), their.figure(etcd.name())),
              3),
          Row.limit(
              "S10", "delay of events, p99", Figure.of(varve.name(), our.p99Millis(), "ms"), 10));
    }
  }

  private record Side(
      Server server, Function<Events, Wire> writer, Function<Events.Watcher, Wire> watcher) {}

  private static Events measure(Bench bench, Side side) throws Exception {
    double seconds = 2 * bench.options().seconds();
    var events = new Events(WATCHERS, (int) (PER_SECOND * seconds) + WRITERS);
    Supplier<Wire> watchers = () -> side.watcher.apply(events.watcher());
    var failure = new AtomicReference<@Nullable Exception>();
    try (var watching = new WireLoad(WATCHERS, side.server.address(), watchers);
        var writing =
            new WireLoad(WRITERS, side.server.address(), () -> side.writer.apply(events))) {
      Thread follower =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  watching.follow(events::isDone);
                } catch (Exception e) {
                  failure.set(e);
                }
              });
      events.begin(() -> writing.run(0.01, 100));
      writing.run(seconds, PER_SECOND);
      events.finish();
      follower.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return events;
  }

  private static byte[] document(Events events) {
    return ("{\"sent\":" + events.sent() + ",\"text\":\"" + PADDING + "\"}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] httpPut(String fields, Events events) {
    byte[] document = document(events);
    return HttpWire.request("PUT", "/api/v1/docs/k" + events.count() % 1000, fields, document);
  }

  private static Wire etcdPut(Events events) {
    var message = new Protobuf();
    return new GrpcWire(
        "/etcdserverpb.KV/Put",
        () -> {
          byte[] document = document(events);
          byte[] key = ("docs/k" + events.count() % 1000).getBytes(StandardCharsets.US_ASCII);
          return message.bytes(1, key).bytes(2, document).message();
        },
        _ -> {});
  }

  private static Wire etcdWatch(Events.Watcher watcher) {
    byte[] from = "docs/".getBytes(StandardCharsets.US_ASCII);
    byte[] to = "docs0".getBytes(StandardCharsets.US_ASCII);
    byte[] create = new Protobuf().bytes(1, from).bytes(2, to).message();
    byte[] request = new Protobuf().bytes(1, create).message();
    return new GrpcWire("/etcdserverpb.Watch/Watch", () -> request, watcher::take).lasting();
  }
}
