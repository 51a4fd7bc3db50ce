package dev.varve.edge;

import dev.varve.edge.metric.Exposition;
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
