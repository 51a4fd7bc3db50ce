package dev.varve.graph.action;

import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;

/// What answers a request. A route has exactly one.
public sealed interface Action
    permits AppHandler,
        FastCgi,
        Action.Health,
        Action.Metrics,
        Proxy,
        Redirect,
        Respond,
        StaticFiles,
        StoreApi {
  /// How it is written: `proxy`.
  default String word() {
    return Actions.TYPE.keyOf(this);
  }

  /// Answers with the metrics of this node.
  record Metrics() implements Action {
    static final Type<Metrics> TYPE = Types.mapped(Types.yes(), _ -> new Metrics(), _ -> true);
  }

  /// Answers whether this node serves.
  record Health() implements Action {
    static final Type<Health> TYPE = Types.mapped(Types.yes(), _ -> new Health(), _ -> true);
  }
}
