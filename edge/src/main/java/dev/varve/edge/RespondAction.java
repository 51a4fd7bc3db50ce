package dev.varve.edge;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.header.Expansion;
import dev.varve.graph.action.Respond;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import java.nio.charset.StandardCharsets;

/// Answers with a text of the graph.
final class RespondAction implements ActionHandler {
  private final Respond respond;
  private final byte[] constant;
  private final boolean isConstant;
  private final Expansion.Place place;

  RespondAction(Respond respond) {
    this.respond = respond;
    this.isConstant = respond.body().isConstant();
    this.place = place(respond.contentType());
    this.constant = Expansion.constant(respond.body()).getBytes(StandardCharsets.UTF_8);
  }

  private static Expansion.Place place(String contentType) {
    if (contentType.contains("html") || contentType.contains("xml")) {
      return Expansion.Place.HTML;
    }
    return contentType.contains("json") ? Expansion.Place.JSON : Expansion.Place.TEXT;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    int status = respond.status();
    boolean empty = status == 204 || status == 205 || status == 304;
    byte[] body = isConstant ? constant : filled(exchange);
    exchange.response().status(status);
    if (body.length > 0 && !empty) {
      exchange.response().field(FieldName.CONTENT_TYPE, respond.contentType());
    }
    if (empty || exchange.request().isHead()) {
      if (!empty) {
        exchange.response().fields().add(FieldName.CONTENT_LENGTH, body.length);
      }
      exchange.respond(exchange.response(), Body.empty());
    } else {
      exchange.respond(exchange.response(), Body.of(body));
    }
  }

  private byte[] filled(RoutedExchange exchange) {
    return Expansion.fill(respond.body(), exchange, place, "").getBytes(StandardCharsets.UTF_8);
  }
}
