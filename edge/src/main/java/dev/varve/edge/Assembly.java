package dev.varve.edge;

import dev.varve.base.Code;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.fastcgi.FastCgiAction;
import dev.varve.edge.fastcgi.FastCgiRules;
import dev.varve.edge.files.CacheRules;
import dev.varve.edge.files.FileRules;
import dev.varve.edge.files.Glob;
import dev.varve.edge.files.StaticAction;
import dev.varve.edge.guard.CorsRules;
import dev.varve.edge.guard.CsrfRules;
import dev.varve.edge.guard.GuardCheck;
import dev.varve.edge.guard.Guards;
import dev.varve.edge.guard.Networks;
import dev.varve.edge.header.HeaderChanges;
import dev.varve.edge.header.SecurityPolicy;
import dev.varve.edge.metric.RouteMetrics;
import dev.varve.edge.proxy.GrpcWebAction;
import dev.varve.edge.proxy.MirrorAction;
import dev.varve.edge.proxy.ProxyAction;
import dev.varve.edge.proxy.ProxyRules;
import dev.varve.edge.proxy.Split;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.CacheRule;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.Redirect;
import dev.varve.graph.action.Respond;
import dev.varve.graph.action.Share;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.match.Router;
import dev.varve.graph.route.Access;
import dev.varve.graph.route.Mirror;
import dev.varve.graph.route.RateKind;
import dev.varve.graph.route.RateLimit;
import dev.varve.graph.route.Route;
import dev.varve.graph.term.Encoding;
import dev.varve.graph.term.Template;
import dev.varve.http.FieldName;
import dev.varve.http.compress.Coding;
import dev.varve.http.compress.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes a graph ready to serve, or tells everything that stands in the way. What the graph asks
/// for and the edge cannot do is a problem, never ignored.
final class Assembly {
  private static final long ERROR_PAGE_MAX = 1L << 20;
  private static final Duration PROXY_LONGEST = Duration.ofDays(1);

  private final Graph graph;
  private final EdgeOptions options;
  private final Executor disk;
  private final Map<String, UpstreamGroup> upstreams;
  private final Function<String, RouteMetrics> metrics;
  private final Guards guards;
  private final List<Problem> problems = new ArrayList<>();

  Assembly(
      Graph graph,
      EdgeOptions options,
      Executor disk,
      Map<String, UpstreamGroup> upstreams,
      Function<String, RouteMetrics> metrics) {
    this.graph = graph;
    this.options = options;
    this.disk = disk;
    this.upstreams = upstreams;
    this.metrics = metrics;
    this.guards = new Guards(graph.auth(), options.guards());
  }

  /// @throws Failure with every problem
  Live live(Journal journal) {
    Router router = Router.compile(graph);
    var sites = new HashMap<String, SiteRun>();
    var siteOf = new IdentityHashMap<Route, SiteRun>();
    graph
        .sites()
        .forEach((host, site) -> {
          SiteRun run = site(host, site);
          sites.put(host, run);
          site.routes().forEach(route -> siteOf.put(route, run));
        });
    var routes = new ArrayList<RouteRun>();
    for (Route route : router.routes()) {
      RouteRun run = route(route, Objects.requireNonNull(siteOf.get(route)));
      if (run != null) {
        routes.add(run);
      }
    }
    graph.streams().forEach((name, stream) -> problems.addAll(StreamCheck.of(name, stream, graph)));
    if (!problems.isEmpty()) {
      throw new Failure(problems);
    }
    return new Live(
        graph,
        router,
        routes,
        sites,
        upstreams,
        FieldName.of(graph.requestIds().header()),
        graph.requestIds().accept(),
        metrics.apply(""),
        journal);
  }

  private SiteRun site(String host, Site site) {
    var pages = new HashMap<String, byte[]>();
    site.errorPages()
        .forEach((status, file) -> {
          byte[] page = errorPage("sites." + host + ".errorPages." + status, file);
          if (page != null) {
            pages.put(status, page);
          }
        });
    return new SiteRun(site.trailingSlash(), pages);
  }

  private byte @Nullable [] errorPage(String where, String file) {
    Path path = options.base().resolve(file);
    try {
      if (Files.size(path) > ERROR_PAGE_MAX) {
        problem(EdgeCode.FOLDER_MISSING, where, "must be at most 1MiB, but is larger", path);
        return null;
      }
      return Files.readAllBytes(path);
    } catch (IOException _) {
      problem(EdgeCode.FOLDER_MISSING, where, "must be a file that can be read, but is not", path);
      return null;
    }
  }

  private void problem(Code code, String where, String message, Object value) {
    problems.add(new Problem(code, where, message + ": " + value, ""));
  }

  private @Nullable RouteRun route(Route route, SiteRun site) {
    String where = "route " + route.id();
    Access access = route.access();
    refuseUnwired(where, route);
    HeaderChanges changes =
        told(
            where + ".responseHeaders",
            EdgeCode.REFERENCE_MISSING,
            () -> HeaderChanges.of(route.rewriting().responseHeaders(), options.secrets()));
    ActionHandler action = action(where, route, route.action());
    var auth = access.auth();
    GuardCheck guard =
        auth == null
            ? null
            : told(where + ".auth", EdgeCode.GUARD_MISSING, () -> guards.check(auth));
    if (action == null || changes == null || (auth != null && guard == null)) {
      return null;
    }
    return new RouteRun(
        route,
        site,
        Networks.of(access.allow()),
        Networks.of(access.deny()),
        access.cors() == null ? null : new CorsRules(access.cors()),
        access.csrf() == null ? null : new CsrfRules(access.csrf()),
        guard,
        identity(access),
        limits(route),
        new AtomicInteger(),
        PathChange.of(route.rewriting()),
        changes,
        route.rewriting().securityHeaders() == null
            ? null
            : new SecurityPolicy(route.rewriting().securityHeaders()),
        statuses(route),
        compression(route.delivery().compress()),
        route.action() instanceof Proxy ? PROXY_LONGEST : route.limits().deadline(),
        action,
        metrics.apply(route.id()));
  }

  private List<FieldName> identity(Access access) {
    return access.auth() == null
        ? List.of()
        : guards.tells(access.auth()).stream().map(FieldName::of).toList();
  }

  private <T> @Nullable T told(String where, Code code, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException wrong) {
      problems.add(new Problem(code, where, String.valueOf(wrong.getMessage()), ""));
      return null;
    }
  }

  private void refuseUnwired(String where, Route route) {
    var limits = route.limits();
    for (RateLimit limit : limits.limit()) {
      if (limit.kind() != RateKind.TOKEN_BUCKET) {
        unwired(where + ".limit.kind", limit.kind());
      }
      if (limit.shared()) {
        unwired(where + ".limit.shared", "true");
      }
    }
    if (limits.concurrency() != null && limits.concurrency().queue() > 0) {
      unwired(where + ".concurrency.queue", limits.concurrency().queue());
    }
  }

  private void unwired(String where, Object value) {
    problem(EdgeCode.NOT_WIRED, where, "must be left out in this version, but is", value);
  }

  private static List<RouteLimit> limits(Route route) {
    var limits = new ArrayList<RouteLimit>();
    for (RateLimit limit : route.limits().limit()) {
      limits.add(new RouteLimit(limit, System.identityHashCode(route) * 0x9E37_79B9_7F4A_7C15L));
    }
    return limits;
  }

  private static @Nullable Compression compression(dev.varve.graph.route.Compression wanted) {
    if (wanted.encodings().isEmpty()) {
      return null;
    }
    var codings = new ArrayList<Coding>();
    for (Encoding encoding : wanted.encodings()) {
      codings.add(
          switch (encoding) {
            case ZSTD -> Coding.ZSTD;
            case BR -> Coding.BROTLI;
            case GZIP -> Coding.GZIP;
            case DEFLATE -> Coding.DEFLATE;
          });
    }
    return Compression.DEFAULT
        .withCodings(codings)
        .withMinimumBytes((int) Math.min(wanted.minSize(), 1 << 30))
        .withTypes(wanted.types());
  }

  private static Map<Integer, Integer> statuses(Route route) {
    var statuses = new HashMap<Integer, Integer>();
    route.rewriting().statuses().forEach((from, to) -> statuses.put(Integer.parseInt(from), to));
    return Map.copyOf(statuses);
  }

  private @Nullable ActionHandler action(String where, Route route, Action action) {
    return switch (action) {
      case Respond respond -> new RespondAction(respond);
      case Redirect redirect -> new RedirectAction(redirect);
      case StaticFiles files -> files(where, route, files);
      case Proxy proxy -> proxy(where, route, proxy);
      case FastCgi fastCgi -> scripts(where, fastCgi);
      default -> given(where, action);
    };
  }

  private @Nullable ActionHandler given(String where, Action action) {
    ActionHandler handler = options.actions().handler(action);
    if (handler == null) {
      problem(
          EdgeCode.HANDLER_MISSING,
          where,
          "must have an action that this program can run, but is",
          action.word());
    }
    return handler;
  }

  private @Nullable ActionHandler files(String where, Route route, StaticFiles files) {
    Path root = options.base().resolve(files.dir());
    if (!Files.isDirectory(root)) {
      problem(EdgeCode.FOLDER_MISSING, where + ".static.dir", "must be a folder, but is not", root);
      return null;
    }
    var otherwise = files.otherwise();
    ActionHandler next = otherwise == null ? null : action(where + ".otherwise", route, otherwise);
    var rules =
        new FileRules(
            root,
            files.index(),
            files.fallback().isEmpty() ? null : rooted(files.fallback()),
            files.tryExtensions(),
            files.listing(),
            FileRules.siblings(files.precompressed()),
            files.dotfiles(),
            cache(files.cacheControl()));
    return new StaticAction(rules, options.memory(), disk, options.clock(), next);
  }

  private @Nullable ActionHandler scripts(String where, FastCgi action) {
    Path root = options.base().resolve(action.root()).toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      problem(
          EdgeCode.FOLDER_MISSING, where + ".fastcgi.root", "must be a folder, but is not", root);
      return null;
    }
    var environment = new HashMap<String, String>();
    for (var variable : action.environment().entrySet()) {
      String value =
          told(
              where + ".fastcgi.environment." + variable.getKey(),
              EdgeCode.REFERENCE_MISSING,
              () -> options.secrets().apply(variable.getValue()));
      if (value != null) {
        environment.put(variable.getKey(), value);
      }
    }
    String remote = action.remoteRoot().isEmpty() ? root.toString() : action.remoteRoot();
    return new FastCgiAction(
        new FastCgiRules(
            group(action.upstream()),
            root,
            remote,
            action.index(),
            action.endings(),
            action.script(),
            environment),
        disk);
  }

  private static String rooted(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  /// The graph's star stands for any text, slashes included.
  private static CacheRules cache(List<CacheRule> rules) {
    var made = new ArrayList<CacheRules.Rule>();
    for (CacheRule rule : rules) {
      String pattern = rule.files().replace("*", "**");
      made.add(new CacheRules.Rule(new Glob(pattern), null, rule.cacheControl()));
    }
    return new CacheRules(made);
  }

  private @Nullable ActionHandler proxy(String where, Route route, Proxy proxy) {
    HeaderChanges changes =
        told(
            where + ".requestHeaders",
            EdgeCode.REFERENCE_MISSING,
            () -> HeaderChanges.of(route.rewriting().requestHeaders(), options.secrets()));
    Template host = proxy.host();
    if (proxy.buffer() > 0) {
      unwired(where + ".proxy.buffer", proxy.buffer());
    }
    if (changes == null) {
      return null;
    }
    var rules =
        new ProxyRules(
            host, changes, proxy.timeouts(), route.limits().deadline(), proxy.websocket());
    ActionHandler plain =
        mirrored(new ProxyAction(split(proxy), rules), route.delivery().mirror(), rules);
    return proxy.grpcWeb() ? new GrpcWebAction(plain) : plain;
  }

  private ActionHandler mirrored(ActionHandler plain, @Nullable Mirror mirror, ProxyRules rules) {
    return mirror == null || mirror.percent() == 0
        ? plain
        : new MirrorAction(plain, group(mirror.upstream()), mirror.percent(), rules);
  }

  private Split split(Proxy proxy) {
    String single = proxy.upstream();
    if (single != null) {
      return Split.to(group(single));
    }
    var shares = new ArrayList<Split.Share>();
    for (Share share : proxy.split()) {
      shares.add(
          new Split.Share(
              group(share.upstream()),
              share.weight(),
              Split.Mark.of(share.cookie()),
              Split.Mark.of(share.header())));
    }
    return new Split(shares);
  }

  private UpstreamGroup group(String name) {
    UpstreamGroup group = upstreams.get(name);
    if (group == null) {
      throw new IllegalArgumentException("upstream " + name + " must be in the graph");
    }
    return group;
  }
}
