package dev.varve.graph.match;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route that answers a request. Immutable; any number of threads.
///
/// Of all routes whose every condition holds, the most specific answers: exact host, then the
/// longest wildcard, then `*`; then exact path (literal segments before parameters, from the left),
/// then the prefix of most segments, then regular expressions; then routes with methods, then more
/// headers, then more query parameters, then the order in which they were written. Regular
/// expressions see whole paths only.
///
/// The cost of a lookup depends on the length of the path and not on the number of routes or hosts,
/// regular expressions apart. A route without parameters is found without taking memory.
public final class Router {
  private static final Outcome NOT_FOUND = new Outcome.NotFound();
  private static final Outcome UNKNOWN_HOST = new Outcome.UnknownHost();
  private static final HostRoutes[] NOBODY = {};
  private static final String ANY = "*";

  private final Map<String, HostRoutes[]> exact = new HashMap<>();
  private final Map<String, HostRoutes[]> wildcards = new HashMap<>();
  private HostRoutes[] any = NOBODY;

  /// Whether no site has a name, so that hosts need not be looked at.
  private boolean namesNone;

  private final List<Route> routes = new ArrayList<>();

  private Router() {}

  /// Builds the tables of a graph.
  public static Router compile(Graph graph) {
    var router = new Router();
    Map<String, HostRoutes> byHost = router.hosts(graph);
    byHost.keySet().forEach(host -> router.register(host, byHost));
    router.namesNone = router.exact.isEmpty() && router.wildcards.isEmpty();
    return router;
  }

  private Map<String, HostRoutes> hosts(Graph graph) {
    var byHost = new LinkedHashMap<String, HostRoutes>();
    for (Map.Entry<String, Site> site : graph.sites().entrySet()) {
      var candidates = new ArrayList<Candidate>();
      for (Route route : site.getValue().routes()) {
        candidates.add(new Candidate(routes.size(), site.getKey(), route));
        routes.add(route);
      }
      var table = new HostRoutes(candidates);
      byHost.put(site.getKey(), table);
      site.getValue().aliases().forEach(alias -> byHost.put(alias, table));
    }
    return byHost;
  }

  private void register(String host, Map<String, HostRoutes> byHost) {
    var chain = new ArrayList<HostRoutes>();
    for (String name = host; name != null; name = wider(name)) {
      HostRoutes table = byHost.get(name);
      if (table != null && !chain.contains(table)) {
        chain.add(table);
      }
    }
    HostRoutes[] tables = chain.toArray(HostRoutes[]::new);
    if (host.equals(ANY)) {
      any = tables;
    } else if (host.startsWith("*.")) {
      wildcards.put(host.substring(2), tables);
    } else {
      exact.put(host, tables);
    }
  }

  /// The next wider name: `a.b.c`, `*.b.c`, `*.c`, `*`.
  private static @Nullable String wider(String name) {
    if (name.equals(ANY)) {
      return null;
    }
    int dot = name.indexOf('.', name.startsWith("*.") ? 2 : 0);
    return dot < 0 ? ANY : "*" + name.substring(dot);
  }

  /// Finds the route for a request. For a CORS preflight ask with the method that it announces.
  ///
  /// @param host Host or :authority; port, case and trailing dot do not matter
  /// @param path canonical ([dev.varve.graph.path.CanonicalPath]), starting with `/`
  public Outcome match(String host, String path, String method, Lookup headers, Lookup query) {
    // A host that is a key as it stands is canonical: most requests need no more than this.
    HostRoutes[] known = namesNone ? any : exact.get(host);
    HostRoutes[] tables = known != null ? known : tables(Hosts.canonical(host));
    for (HostRoutes table : tables) {
      Candidate found = table.find(path, method, headers, query);
      if (found != null) {
        return found.found(path);
      }
    }
    return tables.length == 0 ? UNKNOWN_HOST : missed(tables, path, headers, query);
  }

  private static Outcome missed(HostRoutes[] tables, String path, Lookup headers, Lookup query) {
    var allow = new TreeSet<String>();
    for (Candidate candidate : fitting(tables, path)) {
      if (candidate.fieldsMatch(headers, query)) {
        allow.addAll(candidate.allowed());
      }
    }
    return allow.isEmpty() ? NOT_FOUND : new Outcome.MethodNotAllowed(List.copyOf(allow));
  }

  /// Every route whose path fits a request, from all sites that answer for its host, and why it
  /// does or does not answer. Slower than [#match], with which it always agrees.
  public List<Contender> contenders(
      String host, String path, String method, Lookup headers, Lookup query) {
    Outcome outcome = match(host, path, method, headers, query);
    int winner = outcome instanceof Outcome.Found found ? found.index() : -1;
    var contenders = new ArrayList<Contender>();
    for (Candidate candidate : fitting(tables(Hosts.canonical(host)), path)) {
      Contender.Verdict verdict =
          candidate.index == winner
              ? Contender.Verdict.WINS
              : !candidate.allows(method)
                  ? Contender.Verdict.METHOD
                  : !candidate.fieldsMatch(headers, query)
                      ? Contender.Verdict.FIELDS
                      : Contender.Verdict.LESS_SPECIFIC;
      contenders.add(new Contender(candidate.site, candidate.route, verdict));
    }
    return contenders;
  }

  /// Routes whose path fits, from the hosts that answer, whatever their other conditions.
  static List<Candidate> fitting(HostRoutes[] tables, String path) {
    var candidates = new ArrayList<Candidate>();
    for (HostRoutes table : tables) {
      table.collect(path, candidates);
    }
    return candidates;
  }

  /// The tables that answer for a host, the most specific first; empty for an unknown one.
  HostRoutes[] tables(String host) {
    HostRoutes[] tables = exact.get(host);
    if (tables != null || wildcards.isEmpty()) {
      return tables == null ? any : tables;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      tables = wildcards.get(host.substring(dot + 1));
      if (tables != null) {
        return tables;
      }
    }
    return any;
  }

  /// Every route, by [Outcome.Found#index()].
  public List<Route> routes() {
    return Collections.unmodifiableList(routes);
  }
}
