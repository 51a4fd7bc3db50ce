package dev.varve.graph;

import dev.varve.base.Check;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.Share;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.route.Match;
import dev.varve.graph.route.Route;
import dev.varve.graph.term.Terms;
import dev.varve.graph.upstream.Upstream;
import dev.varve.graph.upstream.Upstreams;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a graph works out for itself from what was written, always in the same way.
final class Completion {
  private Completion() {}

  /// Hosts as requests carry them, whoever wrote them: lower case, ASCII, no dot at the end.
  ///
  /// @throws IllegalArgumentException when one is no host, or two are the same
  static SortedMap<String, Site> withHosts(Map<String, Site> sites) {
    var named = new TreeMap<String, Site>();
    sites.forEach((host, site) -> {
      String name = Terms.hostName(host);
      Check.that(named.put(name, site) == null, "sites", "hold a host once", host);
    });
    return named;
  }

  /// Every route has an id: its host, path and methods, with a number where that is not enough.
  static SortedMap<String, Site> withIds(Map<String, Site> sites) {
    Set<String> taken = new HashSet<>();
    sites.values().forEach(site -> site.routes().forEach(route -> taken.add(route.id())));
    var completed = new TreeMap<String, Site>();
    sites.forEach((host, site) -> {
      var routes = new ArrayList<Route>();
      for (Route route : site.routes()) {
        routes.add(route.id().isEmpty() ? route.withId(idFor(host, route, taken)) : route);
      }
      completed.put(
          host, new Site(site.aliases(), site.trailingSlash(), site.errorPages(), routes));
    });
    return completed;
  }

  private static String idFor(String host, Route route, Set<String> taken) {
    Match match = route.match();
    String methods = match.methods().isEmpty() ? "" : ":" + String.join(",", match.methods());
    String id = (host + match.path() + methods).replace(' ', '_');
    id = id.length() > 240 ? id.substring(0, 240) : id;
    String free = id;
    for (int i = 2; !taken.add(free); i++) {
      free = id + "#" + i;
    }
    return free;
  }

  /// Every address that stands in place of an upstream's name is an upstream of that name.
  static SortedMap<String, Upstream> withInline(
      Map<String, Upstream> upstreams, Map<String, Site> sites, Map<String, Stream> streams) {
    var completed = new TreeMap<>(upstreams);
    for (String name : used(sites, streams)) {
      if (Upstreams.isAddress(name)) {
        completed.computeIfAbsent(name, Upstreams::inline);
      }
    }
    return completed;
  }

  /// Names of all upstreams that something refers to.
  static Set<String> used(Map<String, Site> sites, Map<String, Stream> streams) {
    Set<String> names = new TreeSet<>();
    for (Site site : sites.values()) {
      for (Route route : site.routes()) {
        names.addAll(usedBy(route));
      }
    }
    for (Stream stream : streams.values()) {
      names.addAll(stream.sni().values());
      if (stream.upstream() != null) {
        names.add(stream.upstream());
      }
    }
    return names;
  }

  private static List<String> usedBy(Route route) {
    var names = new ArrayList<>(usedBy(route.action()));
    if (route.delivery().mirror() != null) {
      names.add(route.delivery().mirror().upstream());
    }
    return names;
  }

  private static List<String> usedBy(Action action) {
    return switch (action) {
      case Proxy proxy when proxy.upstream() != null -> List.of(proxy.upstream());
      case Proxy proxy -> proxy.split().stream().map(Share::upstream).toList();
      case FastCgi fastcgi -> List.of(fastcgi.upstream());
      case StaticFiles files when files.otherwise() != null -> usedBy(files.otherwise());
      default -> List.of();
    };
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
