package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.route.FieldMatch;
import dev.varve.graph.route.Match;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Routes that match the same requests as others. Two routes can only meet where their paths have
/// the same shape, or where one path covers the other.
final class Overlaps {
  /// A route and its index in its site.
  private record Placed(Route route, int index) {
    Match match() {
      return route.match();
    }
  }

  private static final int ONE_BY_ONE_MAX = 1000;

  private final List<Placed> routes = new ArrayList<>();
  private final Reading errors;
  private final Reading warnings;

  private Overlaps(Site site, Reading errors, Reading warnings) {
    for (int i = 0; i < site.routes().size(); i++) {
      routes.add(new Placed(site.routes().get(i), i));
    }
    this.errors = errors;
    this.warnings = warnings;
  }

  static void check(Graph graph, Reading errors, Reading warnings) {
    graph
        .sites()
        .forEach((host, site) ->
            new Overlaps(
                    site,
                    errors.at("sites").at(host).at("routes"),
                    warnings.at("sites").at(host).at("routes"))
                .check());
  }

  private void check() {
    Map<String, List<Placed>> byShape = new LinkedHashMap<>();
    for (Placed placed : routes) {
      byShape.computeIfAbsent(shape(placed.match().path()), _ -> new ArrayList<>()).add(placed);
    }
    byShape.values().forEach(this::samePath);
    expressions();
  }

  /// As the router prefers them, see `dev.varve.graph.match.Router`. By hand, since comparators of
  /// the JDK that are put together can be serialized, and the cache of classes holds no lambda that
  /// can.
  private static int inOrder(Placed a, Placed b) {
    Match one = a.match();
    Match other = b.match();
    int order = Boolean.compare(one.methods().isEmpty(), other.methods().isEmpty());
    if (order == 0) {
      order = Integer.compare(other.headers().size(), one.headers().size());
    }
    if (order == 0) {
      order = Integer.compare(other.query().size(), one.query().size());
    }
    return order != 0 ? order : Integer.compare(a.index(), b.index());
  }

  /// The path with the names of its parameters left out.
  private static String shape(PathPattern path) {
    if (path.kind() == PathPattern.Kind.REGEX) {
      return path.text();
    }
    var shape = new StringBuilder(path.kind().name());
    path.segments().forEach(s -> shape.append('/').append(s.parameter() ? "{}" : s.text()));
    return shape.toString();
  }

  private void samePath(List<Placed> group) {
    if (tooMany(group, "routes of one path")) {
      return;
    }
    List<Placed> ordered = group.stream().sorted(Overlaps::inOrder).toList();
    for (int i = 1; i < ordered.size(); i++) {
      Placed later = ordered.get(i);
      List<Placed> earlier = ordered.subList(0, i);
      if (!isDuplicate(earlier, later) && !isShadowed(earlier, later)) {
        ambiguous(earlier, later);
      }
    }
  }

  private boolean isDuplicate(List<Placed> earlier, Placed later) {
    for (Placed other : earlier) {
      boolean same =
          other.match().methods().equals(later.match().methods())
              && other.match().headers().equals(later.match().headers())
              && other.match().query().equals(later.match().query());
      if (same) {
        errors
            .at(later.index())
            .problem(
                GraphCode.DUPLICATE_ROUTE,
                "must differ from route " + name(other) + ", but matches the same requests",
                "remove one, or add methods, headers or query");
        return true;
      }
    }
    return false;
  }

  private boolean isShadowed(List<Placed> earlier, Placed later) {
    Set<String> left = new HashSet<>(later.match().methods());
    boolean all = left.isEmpty();
    for (Placed other : earlier) {
      if (!asksForLess(other.match(), later.match())) {
        continue;
      }
      boolean everyMethod = other.match().methods().isEmpty();
      left.removeAll(other.match().methods());
      if (everyMethod || (!all && left.isEmpty())) {
        errors
            .at(later.index())
            .problem(
                GraphCode.SHADOWED_ROUTE,
                "must be able to answer, but route " + name(other) + " answers all it matches",
                next(other, later));
        return true;
      }
    }
    return false;
  }

  private static boolean asksForLess(Match wide, Match narrow) {
    return narrow.headers().entrySet().containsAll(wide.headers().entrySet())
        && narrow.query().entrySet().containsAll(wide.query().entrySet());
  }

  private void ambiguous(List<Placed> earlier, Placed later) {
    for (Placed other : earlier) {
      if (equallySpecific(other.match(), later.match()) && canMeet(other.match(), later.match())) {
        warnings
            .at(later.index())
            .problem(
                GraphCode.AMBIGUOUS_ROUTE,
                "is as specific as route " + name(other) + ", so only their order decides",
                "add a method, header or query match to one");
        return;
      }
    }
  }

  private static boolean equallySpecific(Match a, Match b) {
    return a.methods().isEmpty() == b.methods().isEmpty()
        && a.headers().size() == b.headers().size()
        && a.query().size() == b.query().size();
  }

  private static boolean canMeet(Match a, Match b) {
    boolean methods =
        a.methods().isEmpty()
            || b.methods().isEmpty()
            || a.methods().stream().anyMatch(b.methods()::contains);
    return methods && agree(a.headers(), b.headers()) && agree(a.query(), b.query());
  }

  /// Whether no field is asked to have two different values.
  private static boolean agree(Map<String, FieldMatch> a, Map<String, FieldMatch> b) {
    return a.entrySet().stream()
        .noneMatch(field -> {
          FieldMatch other = b.get(field.getKey());
          return field.getValue() instanceof FieldMatch.Is
              && other instanceof FieldMatch.Is
              && !field.getValue().equals(other);
        });
  }

  /// Prefixes win over expressions, and among expressions the earlier one, so an expression whose
  /// paths one of them takes never answers.
  private void expressions() {
    List<Placed> ordered =
        routes.stream().filter(Overlaps::isExpression).sorted(Overlaps::inOrder).toList();
    if (tooMany(ordered, "regular expressions")) {
      return;
    }
    Map<String, List<Placed>> prefixes = prefixes();
    for (int i = 0; i < ordered.size(); i++) {
      Placed expression = ordered.get(i);
      String regex = expression.match().path().regex();
      var wider = new ArrayList<Placed>();
      String start = Expressions.start(regex);
      for (int slash = 0; slash >= 0; slash = start.indexOf('/', slash + 1)) {
        wider.addAll(prefixes.getOrDefault(start.substring(0, slash + 1), List.of()));
      }
      for (Placed other : ordered.subList(0, i)) {
        String earlier = other.match().path().regex();
        if (!earlier.equals(regex) && Expressions.covers(earlier, regex)) {
          wider.add(other);
        }
      }
      isShadowed(wider, expression);
    }
  }

  /// Prefixes without parameters, by what stands before their `*`.
  private Map<String, List<Placed>> prefixes() {
    var prefixes = new HashMap<String, List<Placed>>();
    for (Placed placed : routes) {
      PathPattern path = placed.match().path();
      boolean literal = path.segments().stream().noneMatch(PathPattern.Segment::parameter);
      if (path.kind() == PathPattern.Kind.PREFIX && literal) {
        String before = path.text().substring(0, path.text().lastIndexOf('*'));
        prefixes.computeIfAbsent(before, _ -> new ArrayList<>()).add(placed);
      }
    }
    return prefixes;
  }

  /// What is tried one by one for a request, and compared with each other here, has a most.
  private boolean tooMany(List<Placed> group, String what) {
    if (group.size() > ONE_BY_ONE_MAX) {
      errors
          .at(group.get(ONE_BY_ONE_MAX).index())
          .problem(
              GraphCode.OUT_OF_BOUNDS,
              "must be one of at most %d %s of a site, but there are %d"
                  .formatted(ONE_BY_ONE_MAX, what, group.size()),
              "write prefixes, parameters or other hosts");
      return true;
    }
    return false;
  }

  private static boolean isExpression(Placed placed) {
    return placed.match().path().kind() == PathPattern.Kind.REGEX;
  }

  private static String next(Placed other, Placed later) {
    return isExpression(later) && !isExpression(other)
        ? "prefixes win over expressions: write the other as an expression after this one, or"
            + " remove this one"
        : "remove it, or make the other more specific";
  }

  private static String name(Placed placed) {
    return "'" + placed.route().id() + "'";
  }
}
