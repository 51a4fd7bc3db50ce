package dev.varve.graph;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.graph.action.AppSource;
import dev.varve.graph.guard.Guard;
import dev.varve.graph.guard.Guards;
import dev.varve.graph.listen.Listen;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import dev.varve.graph.upstream.Upstream;
import dev.varve.graph.upstream.Upstreams;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that a Varve serves.
public record Graph(
    int formatVersion,
    SortedMap<String, Listener> listen,
    Tls tls,
    SortedMap<String, Upstream> upstreams,
    SortedMap<String, Guard> auth,
    SortedMap<String, Site> sites,
    SortedMap<String, AppSource> apps,
    SortedMap<String, Stream> streams,
    CacheTiers cache,
    RequestIds requestIds,
    AccessLog accessLog,
    Duration drain) {
  private static final Field<Graph, Integer> FORMAT_VERSION =
      Field.of(
          "formatVersion", "Version of this format.", Types.whole(1, 1), 1, Graph::formatVersion);
  private static final Field<Graph, SortedMap<String, Listener>> LISTEN =
      Field.of(
          "listen",
          "Listeners by name; http: 80 stands for a plain one on that port, https: 443 for one with"
              + " TLS.",
          Listen.TYPE,
          Listen.NONE,
          Graph::listen);
  private static final Field<Graph, Tls> TLS =
      Field.of("tls", "Certificates and how TLS is spoken.", Tls.SHAPE, Tls.DEFAULT, Graph::tls);
  private static final Field<Graph, SortedMap<String, Upstream>> UPSTREAMS =
      Field.of(
          "upstreams",
          "Groups of targets by name.",
          Types.map("name", Upstreams::name, Upstream.TYPE),
          new TreeMap<>(),
          Graph::upstreams);
  private static final Field<Graph, SortedMap<String, Guard>> AUTH =
      Field.of(
          "auth",
          "Guards by name.",
          Types.map("name", Upstreams::plainName, Guards.TYPE),
          new TreeMap<>(),
          Graph::auth);
  private static final Field<Graph, SortedMap<String, Site>> SITES =
      Field.of(
          "sites",
          "Sites by host: 'www.example.com', '*.example.com' or '*' for any.",
          Types.map("host", Terms::hostName, Site.TYPE),
          new TreeMap<>(),
          Graph::sites);
  private static final Field<Graph, SortedMap<String, AppSource>> APPS =
      Field.of(
          "apps",
          "Applications in this process, by the name that routes call them.",
          Types.map("name", Upstreams::plainName, AppSource.SHAPE),
          new TreeMap<>(),
          Graph::apps);
  private static final Field<Graph, SortedMap<String, Stream>> STREAMS =
      Field.of(
          "streams",
          "TCP and UDP that is passed on as it is.",
          Types.map("name", Upstreams::plainName, Stream.SHAPE),
          new TreeMap<>(),
          Graph::streams);
  private static final Field<Graph, CacheTiers> CACHE =
      Field.of(
          "cache",
          "Where cached responses are kept.",
          CacheTiers.SHAPE,
          CacheTiers.DEFAULT,
          Graph::cache);
  private static final Field<Graph, RequestIds> REQUEST_IDS =
      Field.of(
          "requestIds",
          "The id that each request gets.",
          RequestIds.SHAPE,
          RequestIds.DEFAULT,
          Graph::requestIds);
  private static final Field<Graph, AccessLog> ACCESS_LOG =
      Field.of(
          "accessLog",
          "How the access log is written.",
          Types.word(AccessLog.values()),
          AccessLog.JSON,
          Graph::accessLog);
  private static final Field<Graph, Duration> DRAIN =
      Field.of(
          "drain",
          "How long connections may finish after they were taken out of service.",
          Types.span(Duration.ZERO, Duration.ofHours(24)),
          Duration.ofSeconds(30),
          Graph::drain);

  /// Members, bounds and defaults.
  public static final Shape<Graph> SHAPE =
      Shape.of(
          "Graph",
          "Everything that a Varve serves.",
          List.of(
              FORMAT_VERSION,
              LISTEN,
              TLS,
              UPSTREAMS,
              AUTH,
              SITES,
              APPS,
              STREAMS,
              CACHE,
              REQUEST_IDS,
              ACCESS_LOG,
              DRAIN),
          v ->
              new Graph(
                  v.get(FORMAT_VERSION),
                  v.get(LISTEN),
                  v.get(TLS),
                  v.get(UPSTREAMS),
                  v.get(AUTH),
                  v.get(SITES),
                  v.get(APPS),
                  v.get(STREAMS),
                  v.get(CACHE),
                  v.get(REQUEST_IDS),
                  v.get(ACCESS_LOG),
                  v.get(DRAIN)));

  /// Every default.
  public static final Graph DEFAULT = SHAPE.defaults();

  public Graph {
    FORMAT_VERSION.check(formatVersion);
    listen = Collections.unmodifiableSortedMap(new TreeMap<>(listen));
    upstreams = Collections.unmodifiableSortedMap(new TreeMap<>(upstreams));
    auth = Collections.unmodifiableSortedMap(new TreeMap<>(auth));
    sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
    DRAIN.check(drain);
    sites = Completion.withIds(Completion.withHosts(sites));
    upstreams = Completion.withInline(upstreams, sites, streams);
  }

  /// Sites alone, everything else by default.
  public static Graph of(Map<String, Site> sites) {
    return DEFAULT.withSites(sites);
  }

  public Graph withSites(Map<String, Site> newSites) {
    return new Graph(
        formatVersion,
        listen,
        tls,
        upstreams,
        auth,
        new TreeMap<>(newSites),
        apps,
        streams,
        cache,
        requestIds,
        accessLog,
        drain);
  }

  public Graph withUpstreams(Map<String, Upstream> newUpstreams) {
    return new Graph(
        formatVersion,
        listen,
        tls,
        new TreeMap<>(newUpstreams),
        auth,
        sites,
        apps,
        streams,
        cache,
        requestIds,
        accessLog,
        drain);
  }

  public Graph withListen(Map<String, Listener> newListen) {
    return new Graph(
        formatVersion,
        new TreeMap<>(newListen),
        tls,
        upstreams,
        auth,
        sites,
        apps,
        streams,
        cache,
        requestIds,
        accessLog,
        drain);
  }

  public Graph withTls(Tls newTls) {
    return new Graph(
        formatVersion,
        listen,
        newTls,
        upstreams,
        auth,
        sites,
        apps,
        streams,
        cache,
        requestIds,
        accessLog,
        drain);
  }

  public Graph withAuth(Map<String, Guard> newAuth) {
    return new Graph(
        formatVersion,
        listen,
        tls,
        upstreams,
        new TreeMap<>(newAuth),
        sites,
        apps,
        streams,
        cache,
        requestIds,
        accessLog,
        drain);
  }

  /// The form that equal graphs share byte for byte: sorted keys, every default written out.
  public byte[] canonical() {
    return SHAPE.write(this).canonical();
  }

  /// The revision that this graph is: the SHA-256 of its canonical form, in hexadecimal.
  public String revision() {
    return Completion.sha256(canonical());
  }

  /// Reads a graph, in its canonical form or as it is authored without groups and profiles.
  ///
  /// @throws dev.varve.base.Failure with everything that is wrong
  public static Graph read(Json json) {
    Reading at = Reading.of(_ -> "");
    Graph graph = SHAPE.read(json, at);
    if (graph == null) {
      throw new Failure(at.problems());
    }
    return graph;
  }
}
