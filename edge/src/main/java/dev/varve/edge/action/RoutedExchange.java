package dev.varve.edge.action;

import dev.varve.graph.match.Params;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.Fields;
import org.jspecify.annotations.Nullable;

/// A request that found its route and passed its guards. What is answered here goes through the
/// route's response phases (headers, security headers, CORS) before it leaves.
///
/// Belongs to a loop and is recycled like every [Exchange].
public interface RoutedExchange extends Exchange {
  /// The one path that match, guards, action and log see: canonical, after the route's rewrites.
  String path();

  /// The query as it came, after the route's rewrites, without the question mark; empty for none.
  String query();

  /// Path and query as they are sent to a next hop.
  String forwardTarget();

  /// What the route's pattern took from the path.
  Params params();

  /// The id of the route.
  String routeId();

  /// By which the request is found in logs.
  String requestId();

  /// The client's address as text, after trusted proxies were believed.
  String client();

  /// Whether who is at the other end of the connection is a proxy whose word counts.
  boolean isTrusted();

  /// Adds the request's id to fields that are sent on, under the name the graph gives it.
  void identify(Fields fields);

  /// Who a guard found the client to be; null where the route has no guard.
  @Nullable String user();

  /// Answers with an error page. Of no effect when it was answered before.
  ///
  /// @param detail a sentence for the client, or empty
  void refuse(int status, String detail);

  /// As [#refuse], and tells the log the cause, such as `upstream_connect`.
  void fail(int status, String errorType);

  /// What the log says about where the request went.
  void servedBy(String upstream, String target);

  /// Puts another body in place of the request's, before anybody reads it.
  void body(Body replaced);

  /// A call of gRPC-Web becomes one of gRPC, and its answer is translated on the way back. Of no
  /// effect for other requests.
  void translateGrpcWeb();

  /// A number that belongs to this request alone.
  long ticket();

  /// Whether the request with this number still waits here. To be asked, on the loop, by whoever
  /// comes back from another thread: the client may have gone, and the object serve another
  /// request.
  boolean isOn(long ticket);
}
