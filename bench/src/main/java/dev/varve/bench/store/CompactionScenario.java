package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.bench.store.wire.GrpcWire;
import dev.varve.bench.store.wire.Protobuf;
import dev.varve.bench.store.wire.Server;
import dev.varve.bench.store.wire.Servers;
import dev.varve.bench.store.wire.Wire;
import dev.varve.bench.store.wire.WireLoad;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// S16: puts of eight threads while everything is compacted, beside the same without; and what etcd
/// loses while it defragments.
final class CompactionScenario implements Scenario {
  private static final int THREADS = 8;

  private final Documents documents = new Documents();
  private final AtomicLong next = new AtomicLong();

  @Override
  public String goals() {
    return "S16";
  }

  @Override
  public String work() {
    return "puts during compaction";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("compaction");
    int keys = bench.keys() / 10;
    Crew crew = bench.crew(THREADS);
    try (var ours = VarveKeeper.open(directory, documents)) {
      NamespaceConfig config = NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2));
      ours.store().configure(VarveKeeper.SPACE, config.with(Durability.MEMORY)).version();
      for (int i = 0; i < 8; i++) {
        ours.load(keys, i);
        if (i == 3) {
          ours.store().compact(); // so that its code is compiled
        }
      }
      ours.store().configure(VarveKeeper.SPACE, config).version();
      crew.run(() -> put(ours, keys));
      crew.run(() -> put(ours, keys));
      Rate alone = crew.run(() -> put(ours, keys));
      var during = new ArrayList<Rate>();
      Thread compaction = Thread.ofPlatform().start(() -> ours.store().compact());
      while (compaction.isAlive()) {
        during.add(new Crew(THREADS, 0.5).run(() -> put(ours, keys)));
      }
      Rate worst =
          during.stream().min((a, b) -> Double.compare(a.perSecond(), b.perSecond())).orElseThrow();
      var throughput = Contest.of(Figure.of("Varve", worst), Figure.of("without", alone));
      var latency = Contest.of(p99("Varve", worst), p99("without", alone));
      var rows = new ArrayList<Row>();
      rows.add(Row.atLeast("S16", "puts, 8 threads, during compaction", throughput, 0.7));
      rows.add(Row.atMost("S16", "their p99", latency, 3));
      rows.addAll(etcd(bench));
      return rows;
    }
  }

  /// What etcd's puts of 64 connections lose while it defragments, again and again.
  private List<Row> etcd(Bench bench) throws Exception {
    double seconds = bench.options().seconds();
    try (Server etcd = Servers.etcd(bench.place("defragment"))) {
      for (long end = next.get() + bench.keys() / 10; next.get() < end; ) {
        HttpScenario.burst(seconds, etcd, this::etcdPut);
      }
      Rate alone = HttpScenario.burst(seconds, etcd, this::etcdPut);
      var stop = new AtomicBoolean();
      Thread defragments = Thread.ofPlatform().start(() -> defragment(etcd, stop));
      Rate during;
      try {
        during = HttpScenario.burst(seconds, etcd, this::etcdPut);
      } finally {
        stop.set(true);
        defragments.join();
      }
      return List.of(
          beside(Contest.of(Figure.of(etcd.name(), during), Figure.of("without", alone)), "puts"),
          beside(Contest.of(p99(etcd.name(), during), p99("without", alone)), "their p99"));
    }
  }

  private static Row beside(Contest contest, String what) {
    return new Row(
        "S16",
        what + " of etcd while it defragments",
        contest.ours().text(),
        contest.theirs().name(),
        contest.theirs().text(),
        contest.spread(),
        "",
        true);
  }

  private Wire etcdPut() {
    var message = new Protobuf();
    return new GrpcWire(
        "/etcdserverpb.KV/Put",
        () -> {
          long i = next.getAndIncrement();
          return message.bytes(1, documents.keyBytes(i)).bytes(2, documents.bytes(i)).message();
        },
        _ -> {});
  }

  private static void defragment(Server etcd, AtomicBoolean stop) {
    var message = new Protobuf();
    Supplier<Wire> wires =
        () -> new GrpcWire("/etcdserverpb.Maintenance/Defragment", message::message, _ -> {});
    try (var load = new WireLoad(1, etcd.address(), wires)) {
      while (!stop.get()) {
        load.run(0.01);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Figure p99(String name, Rate rate) {
    return Figure.of(name, rate.p99Micros(), "us");
  }

  private void put(VarveKeeper keeper, int keys) {
    long i = next.getAndIncrement();
    keeper.put(i * 7919 % keys, i);
  }
}
