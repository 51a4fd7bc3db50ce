package dev.varve.edge;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.guard.CorsRules;
import dev.varve.edge.guard.CsrfRules;
import dev.varve.edge.guard.GuardCheck;
import dev.varve.edge.guard.Networks;
import dev.varve.edge.header.HeaderChanges;
import dev.varve.edge.header.SecurityPolicy;
import dev.varve.edge.metric.RouteMetrics;
import dev.varve.graph.route.Route;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.compress.Compression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A route made ready to serve. Everything but the count of requests is immutable; shared by all
/// loops.
///
/// @param identity headers that tell the action who the client is; never taken from the client
/// @param inFlight requests of the route now, counted only where there is a limit
/// @param own the longest time until the answer begins, for actions that do not keep time
///   themselves
record RouteRun(
    Route route,
    SiteRun site,
    Networks allow,
    Networks deny,
    @Nullable CorsRules cors,
    @Nullable CsrfRules csrf,
    @Nullable GuardCheck guard,
    List<FieldName> identity,
    List<RouteLimit> limits,
    AtomicInteger inFlight,
    @Nullable PathChange change,
    HeaderChanges responseChanges,
    @Nullable SecurityPolicy security,
    Map<Integer, Integer> statuses,
    @Nullable Compression compression,
    @Nullable Duration own,
    ActionHandler action,
    RouteMetrics metrics) {

  String id() {
    return route.id();
  }

  /// Takes one of the requests at the same time; false when there are too many.
  boolean enter() {
    var most = route.limits().concurrency();
    if (most == null) {
      return true;
    }
    if (inFlight.incrementAndGet() > most.most()) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  void left() {
    if (route.limits().concurrency() != null) {
      inFlight.decrementAndGet();
    }
  }

  /// What happens to every answer of the route.
  void finish(Passage passage, Response response) {
    Fields fields = response.fields();
    if (!statuses.isEmpty()) {
      response.status(statuses.getOrDefault(response.status(), response.status()));
    }
    if (cors != null) {
      cors.answer(passage.request().fields(), fields);
    }
    responseChanges.apply(fields, passage, passage.target());
    if (security != null) {
      security.apply(fields, passage.peer().scheme().equals("https"));
    }
  }
}
