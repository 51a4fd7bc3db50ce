package dev.varve.edge;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.header.Expansion;
import dev.varve.graph.action.Redirect;
import dev.varve.http.Body;
import dev.varve.http.FieldName;

/// Sends the client elsewhere. Where to is written in the graph; what the request adds to it is
/// encoded, and cannot name another host.
final class RedirectAction implements ActionHandler {
  private final Redirect redirect;
  private final boolean hasQuery;

  RedirectAction(Redirect redirect) {
    this.redirect = redirect;
    this.hasQuery = redirect.to().text().indexOf('?') >= 0;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    String to = Expansion.fill(redirect.to(), exchange, Expansion.Place.ADDRESS, "");
    if (to.startsWith("//") || to.startsWith("/\\")) {
      exchange.refuse(400, "");
      return;
    }
    if (redirect.keepQuery() && !exchange.query().isEmpty()) {
      to = to + (hasQuery ? "&" : "?") + exchange.query();
    }
    exchange.response().status(redirect.status()).field(FieldName.LOCATION, to);
    exchange.respond(exchange.response(), Body.empty());
  }
}
