package dev.varve.program.instance;

import dev.varve.app.Services;
import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.Admin;
import dev.varve.control.AdminParts;
import dev.varve.control.AdminToken;
import dev.varve.control.MetricText;
import dev.varve.control.MetricsSource;
import dev.varve.control.ProcessMetrics;
import dev.varve.control.Readiness;
import dev.varve.control.UpstreamsApi;
import dev.varve.control.metric.ObservedStore;
import dev.varve.control.store.StoreApi;
import dev.varve.control.store.StoreService;
import dev.varve.edge.Edge;
import dev.varve.edge.EdgeOptions;
import dev.varve.graph.Graph;
import dev.varve.http.Handler;
import dev.varve.http.net.ListeningSockets;
import dev.varve.http.net.Loops;
import dev.varve.http.ocsp.Stapler;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import dev.varve.program.ProgramCode;
import dev.varve.program.Version;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The whole program, running: store, applications, edge, listeners and the admin listener, started
/// in this order and stopped in the other one. What fails to start closes what was started before
/// it.
public final class Instance implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Instance.class);

  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final String STORE_PREFIX = "/api/v1/";
  private static final String UPSTREAMS_PREFIX = "/admin/v1/upstreams/";

  private final InstanceOptions options;
  private final Closing closing;
  private final ObservedStore store;
  private final Readiness readiness = new Readiness();
  private final Takeover takeover;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private boolean closed;
  private final ProcessMetrics process;
  private final Edge edge;
  private final HttpServer server;
  private final Map<String, Listener> listeners;
  private final Listener admin;

  /// Starts everything.
  ///
  /// @throws Failure with what stands in the way; nothing runs then
  public static Instance start(Graph graph, InstanceOptions options) {
    NotBuilt.refuse(graph);
    prepare(options.data());
    var closing = new Closing();
    try {
      return new Instance(graph, options, closing);
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  private static void prepare(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw unwritable(data, e);
    }
  }

  private static Failure unwritable(Path data, IOException e) {
    return new Failure(
        new Problem(
            ProgramCode.UNREADABLE,
            data.toString(),
            "the data directory must be writable, but is not: " + e,
            "name another with --data"),
        e);
  }

  private Instance(Graph graph, InstanceOptions options, Closing closing) {
    this.options = options;
    this.closing = closing;
    this.process = new ProcessMetrics(options.clock(), Version.current());
    Path data = options.data();
    this.takeover = closing.add(new Takeover(data));
    ListeningSockets inherited = closing.add(inherited(graph));
    this.store =
        closing.add(new ObservedStore(LocalStore.open(data.resolve("store")), options.clock()));
    AdminToken token = AdminToken.of(data);
    Loops loops = closing.add(Loops.start(options.loops()));
    StoreService storeService = closing.add(new StoreService(store, options.clock()));
    var services = new Services(store, options.clock());
    Apps apps = closing.add(new Apps(graph, options.base(), data.resolve("classes"), services));
    this.edge = closing.add(new Edge(graph, edgeOptions(token, apps, storeService), loops));
    this.server = closing.add(new HttpServer(loops, inherited));
    HttpServer adminServer = closing.add(new HttpServer(loops));
    var secrets = new TlsSecrets(graph, data, options.clock());
    Stapler stapler = closing.add(new Stapler(loops.next()));
    var tls = new TlsFiles(graph.tls(), options.base(), secrets.terms(stapler));
    this.listeners = new Listeners(server, options.nextPort()).open(graph, tls, edge);
    if (graph.tls().ocsp() && secrets.isSpoken()) {
      stapler.watch(tls.certificates());
    }
    this.admin =
        new Listeners(adminServer, options.nextPort())
            .open(adminOptions(), admin(token, storeService));
    inherited.close();
    takeover.offer(loops, server, stopAsked::countDown);
    announce(data);
  }

  /// Waits for the former process at most as long as that lets its requests finish.
  private ListeningSockets inherited(Graph graph) {
    return options.takeover()
        ? takeover.receive(graph.drain().plus(SLACK), options.clock())
        : ListeningSockets.none();
  }

  private EdgeOptions edgeOptions(AdminToken token, Apps apps, StoreService store) {
    var answers = new Answers(apps, store, () -> MetricsSource.text(metrics(store)), readiness);
    EdgeOptions plain =
        EdgeOptions.in(options.base(), signingKey(token)).withActions(answers::handler);
    return options.accessLog()
        ? plain.withLog((lines, length) -> System.out.write(lines, 0, length))
        : plain;
  }

  /// Signs sticky cookies. Derived, so that one secret file is enough.
  private static byte[] signingKey(AdminToken token) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(("varve sticky cookies " + token.text()).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private ListenerOptions adminOptions() {
    return ListenerOptions.on(options.admin().address());
  }

  private Handler admin(AdminToken token, StoreService store) {
    Handler api = new StoreApi(store, STORE_PREFIX);
    return new Admin(
        token,
        new AdminParts(
            readiness,
            metrics(store),
            this::status,
            stopAsked::countDown,
            Map.of(STORE_PREFIX, api, UPSTREAMS_PREFIX, new UpstreamsApi(new EdgeTargets(edge)))));
  }

  private List<MetricsSource> metrics(StoreService store) {
    return List.of(process, store.metrics(), this.store, this::writeEdge);
  }

  /// TLS handshakes of all listeners that went well.
  Listener.Handshakes handshakes() {
    long full = 0;
    long resumed = 0;
    for (Listener each : listeners.values()) {
      full += each.handshakes().full();
      resumed += each.handshakes().resumed();
    }
    return new Listener.Handshakes(full, resumed);
  }

  private void writeEdge(MetricText out) {
    Listener.Handshakes now = handshakes();
    String name = "varve_tls_handshakes";
    out.family(name, "counter", "TLS handshakes that went well.");
    out.sample(name + "_total", now.full(), "resumed", "no");
    out.sample(name + "_total", now.resumed(), "resumed", "yes");
    connections(out);
    out.append(edge.openMetrics());
  }

  /// What came on a connection that had brought a request before needed no other one.
  private void connections(MetricText out) {
    out.family("varve_http_connections", "counter", "Connections that came, by listener.");
    listeners.forEach((name, each) ->
        out.sample("varve_http_connections_total", each.use().connections(), "listener", name));
    out.family("varve_http_connections_open", "gauge", "Connections that are open, by listener.");
    listeners.forEach((name, each) ->
        out.sample("varve_http_connections_open", each.connections(), "listener", name));
    out.family(
        "varve_http_requests_repeated",
        "counter",
        "Requests on a connection that had brought one before, by listener.");
    listeners.forEach((name, each) ->
        out.sample("varve_http_requests_repeated_total", each.use().repeated(), "listener", name));
  }

  private void announce(Path data) {
    try {
      RunFile.ofThisProcess(adminUrl()).write(data);
    } catch (IOException e) {
      throw unwritable(data, e);
    }
    readiness.advance(Readiness.State.READY);
  }

  private JsonObject status() {
    var members = new LinkedHashMap<String, Json>();
    members.put("version", Json.of(Version.current()));
    members.put("pid", Json.of(ProcessHandle.current().pid()));
    members.put("state", Json.of(readiness.state().name().toLowerCase(java.util.Locale.ROOT)));
    members.put("uptimeSeconds", Json.of((long) process.uptimeSeconds()));
    members.put("data", Json.of(options.data().toString()));
    members.put("urls", Json.of(urls().stream().map(Json::of).toList()));
    members.put("admin", Json.of(adminUrl()));
    return new JsonObject(members);
  }

  /// Where clients on this machine reach the listeners.
  public List<String> urls() {
    var urls = new ArrayList<String>();
    for (Map.Entry<String, Listener> each : listeners.entrySet()) {
      if (each.getValue().address() instanceof InetSocketAddress bound) {
        var listener = edge.graph().listen().get(each.getKey());
        boolean tls = listener != null && listener.tls();
        urls.add((tls ? "https://" : "http://") + HostPort.reachable(bound));
      } else {
        urls.add("unix:" + each.getValue().address());
      }
    }
    return urls;
  }

  /// Where the admin listener is reached.
  public String adminUrl() {
    return "http://" + HostPort.reachable((InetSocketAddress) admin.address());
  }

  /// Waits until somebody asks for the end through the admin listener.
  public void awaitStop() throws InterruptedException {
    stopAsked.await();
  }

  /// Takes no new work, finishes what is under way as long as the graph allows, then closes
  /// everything. Whoever comes second waits for the first to be done.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    readiness.advance(Readiness.State.DRAINING);
    takeover.stop();
    try {
      edge.stopStreams();
      long end = options.clock().nanos() + edge.graph().drain().toNanos();
      boolean whole = drained();
      Duration left = Duration.ofNanos(Math.max(0, end - options.clock().nanos()));
      if (!edge.drainStreams(left) || !whole) {
        LOG.log(System.Logger.Level.WARNING, "some requests did not end in time and were cut");
      }
      RunFile.remove(options.data());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove the record of this process", e);
    }
    closing.close();
  }

  /// Clients that keep their connections learn that they end, when another process serves on.
  private boolean drained() throws InterruptedException {
    Duration limit = edge.graph().drain();
    return takeover.isTaken() ? server.retire(GRACE, limit) : server.drain(limit);
  }
}
