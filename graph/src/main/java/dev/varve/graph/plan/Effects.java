package dev.varve.graph.plan;

import dev.varve.graph.plan.Change.Kind;
import dev.varve.graph.plan.Change.Thing;

/// What a change means for what is going on.
///
/// @param drain how long connections may finish
record Effects(String drain) {
  String of(Kind kind, Thing thing) {
    return switch (thing) {
      case LISTENER -> listener(kind);
      case TLS -> "new handshakes use it; open connections stay as they are";
      case UPSTREAM -> upstream(kind);
      case AUTH -> "requests from now on are checked by it; open streams stay";
      case SITE ->
          kind == Kind.REMOVED
              ? "requests for this host are answered by wider sites, or by none"
              : "requests from now on are matched by it";
      case ROUTE -> route(kind);
      case STREAM ->
          kind == Kind.ADDED
              ? "its address is opened"
              : "open connections may finish for " + drain + ", new ones use the new graph";
      case SETTING -> "holds from now on; open connections stay as they are";
    };
  }

  private String listener(Kind kind) {
    return switch (kind) {
      case ADDED -> "its address is opened";
      case REMOVED -> "its address is closed at once; open connections may finish for " + drain;
      case CHANGED ->
          "new connections follow it; open ones may finish for "
              + drain
              + " if the address differs";
    };
  }

  private String upstream(Kind kind) {
    return switch (kind) {
      case ADDED -> "connections are opened when they are needed";
      case REMOVED -> "requests in progress may finish for " + drain + ", then its pool is closed";
      case CHANGED ->
          "targets that stay keep their connections and health; removed ones drain for " + drain;
    };
  }

  private String route(Kind kind) {
    return switch (kind) {
      case ADDED -> "requests that match it from now on";
      case REMOVED ->
          "requests in progress and tunnels may finish for " + drain + "; its cache is dropped";
      case CHANGED ->
          "requests in progress finish as they began; its limits and cache start anew where they differ";
    };
  }
}
