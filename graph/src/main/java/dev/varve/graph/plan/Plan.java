package dev.varve.graph.plan;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.unit.Span;
import dev.varve.graph.CacheTiers;
import dev.varve.graph.Graph;
import dev.varve.graph.RequestIds;
import dev.varve.graph.Site;
import dev.varve.graph.guard.Guards;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.plan.Change.Kind;
import dev.varve.graph.plan.Change.Thing;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.Type;
import dev.varve.graph.upstream.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What putting one graph in the place of another changes. What is not named keeps its streams,
/// pools, limits and caches.
public record Plan(List<Change> changes) {
  public Plan {
    changes = List.copyOf(changes);
  }

  /// The way from one graph to another. Equal graphs give an empty plan.
  public static Plan of(Graph before, Graph after) {
    return new Plan(new Comparison(before, after).changes());
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /// For people.
  public String text() {
    if (isEmpty()) {
      return "Nothing changes.\n";
    }
    var text = new StringBuilder();
    changes.forEach(text::append);
    return text.append(summary()).toString();
  }

  private String summary() {
    long added = count(Kind.ADDED);
    long removed = count(Kind.REMOVED);
    long changed = count(Kind.CHANGED);
    return added + " added, " + changed + " changed, " + removed + " removed.\n";
  }

  private long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  public JsonObject json() {
    return JsonObject.EMPTY
        .with("added", Json.of(count(Kind.ADDED)))
        .with("changed", Json.of(count(Kind.CHANGED)))
        .with("removed", Json.of(count(Kind.REMOVED)))
        .with("changes", new JsonArray(changes.stream().<Json>map(Change::json).toList()));
  }

  /// Two graphs side by side.
  private static final class Comparison {
    private final Graph before;
    private final Graph after;
    private final Effects effects;
    private final List<Change> changes = new ArrayList<>();

    Comparison(Graph before, Graph after) {
      this.before = before;
      this.after = after;
      this.effects = new Effects(Span.format(after.drain()));
    }

    List<Change> changes() {
      compare(Thing.LISTENER, Listener.SHAPE, before.listen(), after.listen());
      compare(Thing.TLS, Tls.SHAPE, Map.of("tls", before.tls()), Map.of("tls", after.tls()));
      compare(Thing.UPSTREAM, Upstream.SHAPE, before.upstreams(), after.upstreams());
      compare(Thing.AUTH, Guards.TYPE, before.auth(), after.auth());
      compare(Thing.SITE, Site.SHAPE, frames(before), frames(after));
      compare(Thing.ROUTE, Route.SHAPE, routes(before), routes(after));
      orders();
      compare(Thing.STREAM, Stream.SHAPE, before.streams(), after.streams());
      settings();
      return changes;
    }

    /// Sites without their routes, which are compared one by one.
    private static Map<String, Site> frames(Graph graph) {
      var frames = new LinkedHashMap<String, Site>();
      graph
          .sites()
          .forEach((host, site) ->
              frames.put(
                  host,
                  new Site(site.aliases(), site.trailingSlash(), site.errorPages(), List.of())));
      return frames;
    }

    private static Map<String, Route> routes(Graph graph) {
      var routes = new LinkedHashMap<String, Route>();
      graph
          .sites()
          .forEach((host, site) ->
              site.routes().forEach(route -> routes.put(host + " '" + route.id() + "'", route)));
      return routes;
    }

    private <V> void compare(Thing thing, Type<V> type, Map<String, V> old, Map<String, V> now) {
      var names = new TreeSet<>(old.keySet());
      names.addAll(now.keySet());
      for (String name : names) {
        V was = old.get(name);
        V is = now.get(name);
        if (was == null) {
          add(Kind.ADDED, thing, name, List.of());
        } else if (is == null) {
          add(Kind.REMOVED, thing, name, List.of());
        } else if (!was.equals(is)) {
          add(Kind.CHANGED, thing, name, Difference.of(type.write(was), type.write(is)));
        }
      }
    }

    private void add(Kind kind, Thing thing, String name, List<Change.Detail> details) {
      changes.add(new Change(kind, thing, name, details, effects.of(kind, thing)));
    }

    /// The order of routes decides between equally specific ones, so it is part of a site.
    private void orders() {
      before
          .sites()
          .forEach((host, site) -> {
            Site now = after.sites().get(host);
            if (now != null && !common(site, now).equals(common(now, site))) {
              var detail = new Change.Detail("order of routes", ids(site), ids(now));
              add(Kind.CHANGED, Thing.SITE, host, List.of(detail));
            }
          });
    }

    private static List<String> common(Site site, Site other) {
      List<String> ids = other.routes().stream().map(Route::id).toList();
      return site.routes().stream().map(Route::id).filter(ids::contains).toList();
    }

    private static Json ids(Site site) {
      return new JsonArray(site.routes().stream().<Json>map(r -> Json.of(r.id())).toList());
    }

    private void settings() {
      setting(
          "cache", CacheTiers.SHAPE.write(before.cache()), CacheTiers.SHAPE.write(after.cache()));
      setting(
          "requestIds",
          RequestIds.SHAPE.write(before.requestIds()),
          RequestIds.SHAPE.write(after.requestIds()));
      setting("accessLog", Json.of(before.accessLog().name()), Json.of(after.accessLog().name()));
      setting("drain", Json.of(Span.format(before.drain())), Json.of(Span.format(after.drain())));
    }

    private void setting(String name, Json old, Json now) {
      if (!old.equals(now)) {
        add(
            Kind.CHANGED,
            Thing.SETTING,
            name,
            old instanceof JsonObject
                ? Difference.of(old, now)
                : List.of(new Change.Detail(name, old, now)));
      }
    }
  }
}
