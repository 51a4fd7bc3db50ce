package dev.varve.program.instance;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.UpstreamsApi;
import dev.varve.edge.Edge;
import dev.varve.edge.UpstreamStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// The edge's targets as the admin API shows and changes them.
record EdgeTargets(Edge edge) implements UpstreamsApi.Targets {
  @Override
  public JsonObject show() {
    var targets = new ArrayList<Json>();
    edge.upstreams().forEach(status -> targets.add(json(status)));
    return Json.of("targets", Json.of(targets));
  }

  private static JsonObject json(UpstreamStatus status) {
    var members = new LinkedHashMap<String, Json>();
    members.put("upstream", Json.of(status.upstream()));
    members.put("target", Json.of(status.target()));
    members.put("weight", Json.of(status.weight()));
    members.put("takes", Json.of(status.takes()));
    members.put("enabled", Json.of(status.enabled()));
    members.put("draining", Json.of(status.draining()));
    members.put("up", Json.of(status.up()));
    members.put("ejected", Json.of(status.ejected()));
    members.put("breaker", Json.of(status.breaker()));
    members.put("active", Json.of(status.active()));
    members.put("latencyMicros", Json.of(Math.round(status.latencyMillis() * 1000)));
    return new JsonObject(members);
  }

  @Override
  public boolean change(UpstreamsApi.Change change) {
    String upstream = change.upstream();
    String target = change.target();
    boolean known = true;
    if (change.draining() != null) {
      known = edge.drain(upstream, target, change.draining());
    }
    if (change.enabled() != null) {
      known &= edge.enable(upstream, target, change.enabled());
    }
    if (change.weight() != null) {
      known &= edge.weigh(upstream, target, change.weight());
    }
    return known;
  }
}
