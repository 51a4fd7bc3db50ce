package dev.varve.control;

import dev.varve.base.json.JsonObject;
import dev.varve.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the admin listener speaks for.
///
/// @param metrics written one after the other by `GET /metrics`
/// @param status what `GET /admin/v1/status` shows
/// @param stop what `POST /admin/v1/stop` does; must return at once
/// @param mounted handlers by path prefix, each ending with `/`
public record AdminParts(
    Readiness readiness,
    List<MetricsSource> metrics,
    Supplier<JsonObject> status,
    Runnable stop,
    Map<String, Handler> mounted) {
  public AdminParts {
    metrics = List.copyOf(metrics);
    mounted = Map.copyOf(mounted);
  }
}
