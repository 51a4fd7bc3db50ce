package dev.varve.edge;

import dev.varve.edge.metric.Exposition;
import dev.varve.edge.upstream.UpstreamGroup;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How targets stand, as metrics.
final class UpstreamMetrics {
  private UpstreamMetrics() {}

  static void add(Exposition text, List<UpstreamStatus> targets) {
    family(text, targets, "active", "Requests on their way to the target.", UpstreamStatus::active);
    family(
        text,
        targets,
        "available",
        "Whether new requests may go to the target.",
        target -> target.takes() ? 1 : 0);
    family(
        text,
        targets,
        "ejected",
        "Whether the target is left out for answering badly.",
        target -> target.ejected() ? 1 : 0);
    family(
        text,
        targets,
        "circuit_open",
        "Whether the target's breaker lets nothing or only probes pass.",
        target -> target.breaker().equals("closed") ? 0 : 1);
  }

  /// Over how many connections requests went.
  static void addConnections(Exposition text, Collection<UpstreamGroup> groups) {
    text.type("varve_upstream_requests", "counter", "Requests answered, by kind of connection.");
    for (UpstreamGroup group : groups) {
      connection(text, group, "kept", group.answered(true));
      connection(text, group, "new", group.answered(false));
    }
  }

  private static void connection(Exposition text, UpstreamGroup group, String kind, long count) {
    text.sample(
        "varve_upstream_requests_total",
        List.of(
            new Exposition.Label("upstream", group.name()),
            new Exposition.Label("connection", kind)),
        count);
  }

  private static void family(
      Exposition text,
      List<UpstreamStatus> targets,
      String name,
      String help,
      ToDoubleFunction<UpstreamStatus> value) {
    String full = "varve_upstream_target_" + name;
    text.type(full, "gauge", help);
    for (UpstreamStatus target : targets) {
      text.sample(
          full,
          List.of(
              new Exposition.Label("upstream", target.upstream()),
              new Exposition.Label("target", target.target())),
          value.applyAsDouble(target));
    }
  }
}
