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

/// S10: a hundred watchers over the wire while others write 10,000 documents a second, and as many
/// as the server takes. An event has what one of etcd has: key, value and the version's numbers.
final class WatchScenario implements Scenario {
  private static final int WATCHERS = 100;
  private static final int WRITERS = 64;
  private static final double PER_SECOND = 10_000;
  private static final double NO_LIMIT = 60_000;
  private static final String PADDING = "x".repeat(Events.PADDING);

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
              events -> new EventsWire("/api/v1/docs/watch?brief", fields, events::take));
      var theirs = new Side(etcd, WatchScenario::etcdPut, WatchScenario::etcdWatch);
      measure(bench, ours, NO_LIMIT);
      Told offered = measure(bench, ours, PER_SECOND);
      Told theirOffered = measure(bench, theirs, PER_SECOND);
      Told full = measure(bench, ours, NO_LIMIT);
      Told theirFull = measure(bench, theirs, NO_LIMIT);
      return List.of(
          Row.atLeast(
              "S10",
              "events told to 100 watchers, 10,000 writes a second offered",
              Contest.of(offered.figure(), theirOffered.figure()),
              3),
          Row.limit(
              "S10", "delay of those, p99", Figure.of(varve.name(), offered.p99Millis(), "ms"), 10),
          Row.atLeast(
              "S10",
              "events told to 100 watchers, writes at full speed",
              Contest.of(full.figure(), theirFull.figure()),
              3));
    }
  }

  /// What came of it, once nothing was missing and nothing came twice.
  private record Told(Figure figure, double p99Millis) {}

  private record Side(
      Server server, Function<Events, Wire> writer, Function<Events.Watcher, Wire> watcher) {}

  private static Told measure(Bench bench, Side side, double perSecond) throws Exception {
    double seconds = 2 * bench.options().seconds();
    var events = new Events(WATCHERS, (int) (perSecond * seconds) + WRITERS);
    Supplier<Wire> watchers = () -> side.watcher.apply(events.watcher());
    double cpu;
    double own;
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
      cpu = Machine.cpuSeconds(side.server.process());
      own = Machine.cpuSeconds();
      writing.run(seconds, perSecond);
      events.finish();
      cpu = Machine.cpuSeconds(side.server.process()) - cpu;
      own = Machine.cpuSeconds() - own;
      follower.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    events.requireAll();
    return new Told(events.figure(side.server.name(), cpu, own), events.p99Millis());
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
