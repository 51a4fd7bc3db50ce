package dev.varve.graph.match;

import dev.varve.graph.route.Route;
import java.util.List;

/// What became of looking for a route.
public sealed interface Outcome {
  /// A route answers. One instance serves all requests of a route without parameters.
  ///
  /// @param site the host of the site, as the graph names it
  /// @param route as it stands in the graph that the router was compiled from
  /// @param index of the route, from 0, dense over the whole router: for arrays of what a runtime
  ///   keeps for each route
  /// @param params the path's parameters
  record Found(String site, Route route, int index, Params params) implements Outcome {}

  /// Routes match but for the method: 405.
  ///
  /// @param allow methods that would match, sorted, for the Allow header
  record MethodNotAllowed(List<String> allow) implements Outcome {
    public MethodNotAllowed {
      allow = List.copyOf(allow);
    }
  }

  /// No route matches: 404.
  record NotFound() implements Outcome {}

  /// No site has this host.
  record UnknownHost() implements Outcome {}
}
