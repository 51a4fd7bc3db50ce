package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.wire.GrpcWire;
import dev.varve.bench.store.wire.HttpWire;
import dev.varve.bench.store.wire.Protobuf;
import dev.varve.bench.store.wire.RespWire;
import dev.varve.bench.store.wire.Server;
import dev.varve.bench.store.wire.Servers;
import dev.varve.bench.store.wire.Wire;
import dev.varve.bench.store.wire.WireLoad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// S4 and S6: 64 connections put, then get, over HTTP, beside etcd over gRPC and Redis.
final class HttpScenario implements Scenario {
  private static final int CONNECTIONS = 64;
  private static final int KEYS = 20_000;

  /// Puts until a server on a JVM compiles no more: with a tenth of them compilers took a third of
  /// its CPU time.
  private static final int WARM = 500_000;

  private final Documents documents = new Documents();
  private final SplittableRandom random = new SplittableRandom(4);
  private long next;

  @Override
  public String goals() {
    return "S4 S6";
  }

  @Override
  public String work() {
    return "puts and gets of 64 connections beside etcd and Redis";
  }

  private long next() {
    return next++ % KEYS;
  }

  /// Runs until so many were written.
  private void fill(Contest.Turn put, long puts) throws Exception {
    for (long end = next + puts; next < end; ) {
      put.run();
    }
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("http");
    Path data = directory.resolve("varve");
    try (Server varve = Servers.varve(data);
        Server etcd = Servers.etcd(directory.resolve("etcd"));
        Server redis = Servers.redis(directory.resolve("redis"))) {
      String fields = Servers.fields(varve, data);
      Contest.Turn put = turn(bench, varve, () -> new HttpWire(() -> httpPut(fields)));
      Contest.Turn etcdPut = turn(bench, etcd, this::etcdPut);
      Contest.Turn redisSet = turn(bench, redis, () -> new RespWire(this::redisSet));
      Contest.Turn get = turn(bench, varve, () -> new HttpWire(() -> httpGet(fields)));
      Contest.Turn range = turn(bench, etcd, this::etcdRange);
      fill(put, WARM);
      fill(etcdPut, KEYS);
      fill(redisSet, KEYS);
      get.run();
      return List.of(
          Row.atLeast(
              "S4", "put over HTTP, 64 connections", Contest.of(bench.rounds(), put, etcdPut), 4.5),
          Row.atLeast(
              "S4",
              "put over HTTP, 64 connections",
              Contest.of(bench.rounds(), put, redisSet),
              1.5),
          Row.atLeast(
              "S6",
              "linearizable get over HTTP, 64 connections",
              Contest.of(bench.rounds(), get, range),
              3));
    }
  }

  private static Contest.Turn turn(Bench bench, Server server, Supplier<Wire> wires) {
    return () -> Figure.of(server.name(), burst(bench.options().seconds(), server, wires));
  }

  static Rate burst(double seconds, Server server, Supplier<Wire> wires) throws Exception {
    try (var load = new WireLoad(CONNECTIONS, server.address(), wires)) {
      double cpu = Machine.cpuSeconds(server.process());
      long start = System.nanoTime();
      long[] taken = load.run(seconds);
      double elapsed = (System.nanoTime() - start) / 1e9;
      return Rate.of(taken, elapsed, Machine.cpuSeconds(server.process()) - cpu);
    }
  }

  private byte[] httpPut(String fields) {
    long i = next();
    return HttpWire.request("PUT", path(i), fields, documents.bytes(i));
  }

  private byte[] httpGet(String fields) {
    return HttpWire.request("GET", path(random.nextInt(KEYS)), fields, new byte[0]);
  }

  private String path(long i) {
    return "/api/v1/docs/" + documents.key(i).replace("/", "%2F");
  }

  private Wire etcdPut() {
    var message = new Protobuf();
    return new GrpcWire(
        "/etcdserverpb.KV/Put",
        () -> {
          long i = next();
          return message.bytes(1, documents.keyBytes(i)).bytes(2, documents.bytes(i)).message();
        },
        _ -> {});
  }

  private Wire etcdRange() {
    var message = new Protobuf();
    return new GrpcWire(
        "/etcdserverpb.KV/Range",
        () -> message.bytes(1, documents.keyBytes(random.nextInt(KEYS))).message(),
        _ -> {});
  }

  private byte[] redisSet() {
    long i = next();
    return RespWire.command(
        "SET".getBytes(StandardCharsets.US_ASCII), documents.keyBytes(i), documents.bytes(i));
  }
}
