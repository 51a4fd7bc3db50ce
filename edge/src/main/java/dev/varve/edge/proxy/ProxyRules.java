package dev.varve.edge.proxy;

import dev.varve.edge.header.HeaderChanges;
import dev.varve.graph.term.Template;
import dev.varve.graph.upstream.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a route passes requests on.
///
/// @param host what the upstream is told in Host
/// @param changes made to the request's headers behind everything the edge does itself
/// @param timeouts in place of the upstream's; null for those
/// @param deadline for everything, or null
/// @param upgrades whether WebSocket and other upgrades are passed on
public record ProxyRules(
    Template host,
    HeaderChanges changes,
    @Nullable Timeouts timeouts,
    @Nullable Duration deadline,
    boolean upgrades) {
  /// The host as the client named it, nothing changed.
  public static final ProxyRules DEFAULT =
      new ProxyRules(Template.parse("{host}"), HeaderChanges.NONE, null, null, true);

  boolean keepsHost() {
    return host.text().equals("{host}");
  }
}
