package dev.varve.edge.stream;

import dev.varve.base.Clock;
import dev.varve.edge.guard.Networks;
import dev.varve.edge.log.AccessLog;
import dev.varve.edge.metric.Exposition;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.graph.Graph;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.term.Address;
import dev.varve.http.ServerLimits;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.server.StreamHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Serves the streams of a graph. When the graph changes, a stream on the same address with the
/// same limits keeps its listener and its connections.
///
/// Safe for use by several threads, none of them a loop's own.
public final class StreamServer implements AutoCloseable {
  private final Loops loops;
  private final @Nullable AccessLog access;
  private final HttpServer server;
  private final Map<String, StreamSink> sinks = new ConcurrentSkipListMap<>();
  private List<OpenStream> open = List.of();
  private StreamLog log;

  /// @param log null when nothing is to be written
  public StreamServer(Loops loops, @Nullable AccessLog log) {
    this.loops = loops;
    this.access = log;
    this.server = new HttpServer(loops);
    this.log = new StreamLog(null, true, loops.size());
  }

  /// Streams that are ready to be served, with listeners that are open already: what comes waits.
  public final class Prepared {
    private final List<OpenStream> all = new ArrayList<>();
    private final List<OpenStream> fresh = new ArrayList<>();
    private final Map<OpenStream, StreamRules> rules = new HashMap<>();
    private final Duration drain;
    private final StreamLog next;

    private Prepared(Graph graph) {
      this.drain = graph.drain();
      this.next =
          switch (graph.accessLog()) {
            case OFF -> new StreamLog(null, true, loops.size());
            case JSON -> new StreamLog(access, true, loops.size());
            case COMBINED -> new StreamLog(access, false, loops.size());
          };
    }

    /// They are not wanted: closes what was opened for them.
    public void discard() {
      fresh.forEach(OpenStream::close);
    }
  }

  /// Opens the listeners of new streams. Nothing else changes yet.
  ///
  /// @throws dev.varve.base.Failure when an address cannot be had; nothing is open then
  public synchronized Prepared prepare(Graph graph, Map<String, UpstreamGroup> upstreams) {
    var prepared = new Prepared(graph);
    try {
      graph.streams().forEach((name, stream) -> prepare(prepared, rules(name, stream, upstreams)));
      return prepared;
    } catch (RuntimeException failed) {
      prepared.discard();
      throw failed;
    }
  }

  private static StreamRules rules(
      String name, Stream stream, Map<String, UpstreamGroup> upstreams) {
    var names = new HashMap<String, UpstreamGroup>();
    stream.sni().forEach((host, upstream) -> names.put(host, group(upstreams, upstream)));
    String otherwise = stream.upstream();
    return new StreamRules(
        name, stream, otherwise == null ? null : group(upstreams, otherwise), names);
  }

  private static UpstreamGroup group(Map<String, UpstreamGroup> upstreams, String name) {
    UpstreamGroup group = upstreams.get(name);
    if (group == null) {
      throw new IllegalArgumentException("upstream " + name + " must be in the graph");
    }
    return group;
  }

  private void prepare(Prepared prepared, StreamRules rules) {
    StreamKey key = StreamKey.of(rules.settings());
    OpenStream before = open(key, rules.name());
    if (before == null) {
      before = open(rules);
      prepared.fresh.add(before);
    }
    prepared.all.add(before);
    prepared.rules.put(before, rules);
  }

  private @Nullable OpenStream open(StreamKey key, String name) {
    for (OpenStream each : open) {
      if (each.key().equals(key) && each.rules().name().equals(name)) {
        return each;
      }
    }
    return null;
  }

  private OpenStream open(StreamRules rules) {
    StreamSink sink =
        sinks.computeIfAbsent(
            rules.name(), name -> new StreamSink(new StreamMetrics(name, loops.size()), log));
    var stream = new OpenStream(rules, sink);
    boolean shared = open.stream().anyMatch(each -> each.key().meets(stream.key()));
    SocketAddress address = address(rules.settings().listen());
    switch (rules.settings().protocol()) {
      case UDP ->
          stream.udp(UdpListener.open(loops, (InetSocketAddress) address, rules, sink, shared));
      case TCP -> {
        StreamHandler handler =
            (client, received) -> new TcpRun(stream.rules(), sink, client).begin(received);
        stream.tcp(server.listen(options(address, rules.settings()).withShared(shared), handler));
      }
    }
    return stream;
  }

  private static SocketAddress address(String listen) {
    Address address = Address.parse(listen, true);
    if (address.isUnix()) {
      return UnixDomainSocketAddress.of(address.socket());
    }
    try {
      return address.host().isEmpty()
          ? new InetSocketAddress(address.port())
          : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException _) {
      return InetSocketAddress.createUnresolved(address.host(), address.port());
    }
  }

  private static ListenerOptions options(SocketAddress address, Stream stream) {
    return ListenerOptions.on(address)
        .withLimits(
            ServerLimits.DEFAULT.withConnections(
                stream.connections(), stream.connectionsPerClient()))
        .withProxies(within(Networks.of(stream.proxyProtocol())));
  }

  /// A unix socket lies in no network.
  private static Predicate<SocketAddress> within(Networks networks) {
    return address ->
        address instanceof InetSocketAddress inet
            && networks.contains(inet.getAddress().getAddress());
  }

  /// From now on these are the streams. Connections of those that went away have the time that the
  /// graph gives them.
  public synchronized void adopt(Prepared prepared) {
    StreamLog before = log;
    log = prepared.next;
    prepared.rules.forEach(OpenStream::rules);
    prepared.all.forEach(stream -> stream.sink().log(prepared.next));
    for (OpenStream each : open) {
      if (!prepared.all.contains(each)) {
        retire(each, prepared.drain);
      }
    }
    open = List.copyOf(prepared.all);
    flush(before);
  }

  private void retire(OpenStream stream, Duration limit) {
    stream.stop();
    var loop = loops.next();
    loop.execute(() -> loop.after(limit, stream::close));
  }

  private void flush(StreamLog of) {
    loops.all().forEach(loop -> loop.execute(() -> of.flush(loop)));
  }

  /// Takes no new connections.
  public synchronized void stop() {
    open.forEach(OpenStream::stop);
  }

  /// Takes no new connections, waits for those there are, and cuts what is left after the limit.
  /// Says whether all ended in time.
  public synchronized boolean drain(Duration limit) throws InterruptedException {
    Clock clock = loops.get(0).clock();
    long end = clock.nanos() + limit.toNanos();
    boolean whole = true;
    stop();
    for (OpenStream each : open) {
      whole &= each.drain(Duration.ofNanos(Math.max(0, end - clock.nanos())));
    }
    return whole;
  }

  /// Connections, and UDP clients, that are open now.
  public synchronized int connections() {
    return open.stream().mapToInt(OpenStream::connections).sum();
  }

  /// All counters of streams.
  public synchronized void write(Exposition text) {
    var metrics = new ArrayList<StreamMetrics>();
    sinks.values().forEach(sink -> metrics.add(sink.metrics()));
    StreamMetrics.write(text, metrics);
    text.type("varve_stream_open", "gauge", "Connections that are open.");
    for (OpenStream each : open) {
      text.sample(
          "varve_stream_open",
          List.of(new Exposition.Label("stream", each.rules().name())),
          each.connections());
    }
  }

  /// Cuts everything.
  @Override
  public synchronized void close() {
    open.forEach(OpenStream::close);
    server.close();
    flush(log);
  }
}
