package dev.varve.graph.action;

import dev.varve.graph.action.Action.Health;
import dev.varve.graph.action.Action.Metrics;
import dev.varve.graph.shape.Choice;

/// How actions are written.
public final class Actions {
  /// An object of one key.
  public static final Choice<Action> TYPE =
      Choice.<Action>of("Action", "What answers a request.")
          .with("respond", "Answers by itself.", Respond.class, () -> Respond.TYPE)
          .with("redirect", "Sends the client elsewhere.", Redirect.class, () -> Redirect.TYPE)
          .with("static", "Answers with files.", StaticFiles.class, () -> StaticFiles.TYPE)
          .with("proxy", "Passes the request to an upstream.", Proxy.class, () -> Proxy.TYPE)
          .with("fastcgi", "Runs a script by FastCGI.", FastCgi.class, () -> FastCgi.SHAPE)
          .with("app", "Hands it to an application.", AppHandler.class, () -> AppHandler.TYPE)
          .with("store", "Serves documents of the store.", StoreApi.class, () -> StoreApi.TYPE)
          .with("metrics", "Answers with the metrics.", Metrics.class, () -> Metrics.TYPE)
          .with("health", "Answers whether this node serves.", Health.class, () -> Health.TYPE);

  private Actions() {}
}
