package dev.varve.config;

import dev.varve.base.json.JsonObject;
import dev.varve.graph.shape.Shape;
import java.util.List;

/// A way of serving that has a name: `use: spa`. It becomes plain routes before the graph is read,
/// so that `varve compile` shows what it means.
///
/// @param <O> what the author may set
public interface Profile<O> {
  /// What stands behind `use`.
  String name();

  /// What may stand beside `use`.
  Shape<O> options();

  /// The routes, as an author would write them; upstreams as addresses in place.
  List<JsonObject> routes(O options);
}
