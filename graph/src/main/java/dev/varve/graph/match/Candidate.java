package dev.varve.graph.match;

import dev.varve.graph.route.FieldMatch;
import dev.varve.graph.route.Match;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One route, made ready to be asked whether it matches a request whose path already fits.
final class Candidate {
  /// Among routes of the same path: with methods before without, then more headers, then more query
  /// parameters, then as they were written.
  static final Comparator<Candidate> PRECEDENCE =
      Comparator.<Candidate>comparingInt(c -> c.methods.length == 0 ? 1 : 0)
          .thenComparingInt(c -> -c.headers.length)
          .thenComparingInt(c -> -c.query.length)
          .thenComparingInt(c -> c.index);

  private record Condition(String name, Predicate<@Nullable String> holds) {}

  private static final String[] ANY = {};
  private static final Condition[] NONE = {};

  final int index;
  final Route route;
  final String site;

  /// Whether the pattern is over the whole path.
  final boolean whole;

  /// How many segments the pattern has, without a catch-all.
  final int segments;

  private final boolean unconditional;
  private final String[] methods;
  private final Condition[] headers;
  private final Condition[] query;
  private final List<String> names;
  private final Outcome.@Nullable Found constant;

  Candidate(int index, String site, Route route) {
    this.index = index;
    this.site = site;
    this.route = route;
    Match match = route.match();
    this.methods = match.methods().isEmpty() ? ANY : match.methods().toArray(String[]::new);
    this.headers = conditions(match.headers());
    this.query = conditions(match.query());
    this.unconditional = methods.length == 0 && headers.length == 0 && query.length == 0;
    this.whole = match.path().kind() == PathPattern.Kind.EXACT;
    this.segments = match.path().segments().size();
    this.names = List.copyOf(match.path().parameters());
    this.constant = !names.isEmpty() ? null : new Outcome.Found(site, route, index, Params.NONE);
  }

  private static Condition[] conditions(Map<String, FieldMatch> fields) {
    if (fields.isEmpty()) {
      return NONE;
    }
    var conditions = new ArrayList<Condition>();
    fields.forEach((name, match) -> conditions.add(new Condition(name, match.ready())));
    return conditions.toArray(Condition[]::new);
  }

  /// Whether everything but the path holds.
  boolean matches(String method, Lookup headerOf, Lookup queryOf) {
    return unconditional || (allows(method) && fieldsMatch(headerOf, queryOf));
  }

  boolean allows(String method) {
    if (methods.length == 0) {
      return true;
    }
    for (String one : methods) {
      if (one.equals(method) || (one.equals("GET") && method.equals("HEAD"))) {
        return true;
      }
    }
    return false;
  }

  boolean fieldsMatch(Lookup headerOf, Lookup queryOf) {
    return all(headers, headerOf) && all(query, queryOf);
  }

  private static boolean all(Condition[] conditions, Lookup fields) {
    for (Condition condition : conditions) {
      if (!condition.holds().test(fields.value(condition.name()))) {
        return false;
      }
    }
    return true;
  }

  /// The methods that the route answers, with those that come along.
  List<String> allowed() {
    var allowed = new ArrayList<>(List.of(methods));
    if (allowed.contains("GET") && !allowed.contains("HEAD")) {
      allowed.add("HEAD");
    }
    return allowed;
  }

  Outcome.Found found(String path) {
    return constant != null
        ? constant
        : new Outcome.Found(site, route, index, new Params(route.match().path(), names, path));
  }
}
