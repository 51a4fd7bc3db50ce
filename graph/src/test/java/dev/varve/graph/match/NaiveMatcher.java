package dev.varve.graph.match;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.PathPattern.Kind;
import dev.varve.graph.route.PathPattern.Segment;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The rules of matching, written down as plainly as possible: look at every route, keep those that
/// match, take the best.
final class NaiveMatcher {
  private record Entry(int hostRank, Route route, int index) {}

  private NaiveMatcher() {}

  static String match(
      Graph graph, String host, String path, String method, Map<String, String> headers) {
    var all = new ArrayList<Entry>();
    boolean known = false;
    int index = 0;
    for (Map.Entry<String, Site> site : graph.sites().entrySet()) {
      var names = new ArrayList<>(site.getValue().aliases());
      names.add(site.getKey());
      int rank = names.stream().mapToInt(name -> rank(name, host)).max().orElse(-1);
      known |= rank >= 0;
      for (Route route : site.getValue().routes()) {
        if (rank >= 0 && pathMatches(route.match().path(), path) && headersMatch(route, headers)) {
          all.add(new Entry(rank, route, index));
        }
        index++;
      }
    }
    if (!known) {
      return "unknown host";
    }
    return all.stream()
        .filter(
            entry -> allowed(entry.route()).isEmpty() || allowed(entry.route()).contains(method))
        .min(order())
        .map(entry -> entry.route().id())
        .orElseGet(() -> missed(all));
  }

  private static String missed(List<Entry> entries) {
    var allow = new TreeSet<String>();
    entries.forEach(entry -> allow.addAll(allowed(entry.route())));
    return allow.isEmpty() ? "404" : "405 " + List.copyOf(allow);
  }

  private static List<String> allowed(Route route) {
    var methods = new ArrayList<>(route.match().methods());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  /// Exact before longer wildcard before shorter before any; -1 for no match.
  private static int rank(String name, String host) {
    if (name.equals(host)) {
      return 1000;
    }
    if (name.equals("*")) {
      return 0;
    }
    return name.startsWith("*.") && host.endsWith(name.substring(1)) ? name.length() : -1;
  }

  private static boolean headersMatch(Route route, Map<String, String> headers) {
    return route.match().headers().entrySet().stream()
        .allMatch(header -> header.getValue().ready().test(headers.get(header.getKey())));
  }

  private static boolean pathMatches(PathPattern pattern, String path) {
    if (pattern.kind() == Kind.REGEX) {
      return Pattern.matches(pattern.regex(), path);
    }
    String[] parts = path.substring(1).split("/", -1);
    List<Segment> segments = pattern.segments();
    boolean length =
        pattern.kind() == Kind.EXACT
            ? parts.length == segments.size()
            : parts.length >= segments.size();
    for (int i = 0; length && i < segments.size(); i++) {
      Segment segment = segments.get(i);
      length = segment.parameter() ? !parts[i].isEmpty() : segment.text().equals(parts[i]);
    }
    return length;
  }

  private static Comparator<Entry> order() {
    return Comparator.<Entry>comparingInt(e -> -e.hostRank())
        .thenComparing(e -> e.route().match().path().kind())
        .thenComparingInt(e ->
            e.route().match().path().kind() == Kind.PREFIX
                ? -e.route().match().path().segments().size()
                : 0)
        .thenComparing(e -> shape(e.route().match().path()))
        .thenComparingInt(e -> e.route().match().methods().isEmpty() ? 1 : 0)
        .thenComparingInt(e -> -e.route().match().headers().size())
        .thenComparingInt(Entry::index);
  }

  /// Literals before parameters, from the left.
  private static String shape(PathPattern pattern) {
    var shape = new StringBuilder();
    pattern.segments().forEach(segment -> shape.append(segment.parameter() ? 'p' : 'l'));
    return shape.toString();
  }
}
