package dev.varve.edge.stream;

import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.graph.listen.Stream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stream of the graph, with the upstreams it leads to.
///
/// @param otherwise where connections go that no name fits; null refuses them
/// @param names upstreams by the name a TLS client asks for; `*.` stands for any labels
record StreamRules(
    String name,
    Stream settings,
    @Nullable UpstreamGroup otherwise,
    Map<String, UpstreamGroup> names) {
  StreamRules {
    names = Map.copyOf(names);
  }

  /// Whether the client's hello is read before it is known where the connection goes.
  boolean readsNames() {
    return !names.isEmpty();
  }

  /// Where a client goes that names this host, the longest name first; null for nowhere.
  @Nullable UpstreamGroup group(String serverName) {
    UpstreamGroup found = serverName.isEmpty() ? null : names.get(serverName);
    for (int dot = serverName.indexOf('.'); found == null && dot >= 0; ) {
      found = names.get("*" + serverName.substring(dot));
      dot = serverName.indexOf('.', dot + 1);
    }
    if (found == null && !serverName.isEmpty()) {
      found = names.get("*");
    }
    return found == null ? otherwise : found;
  }
}
