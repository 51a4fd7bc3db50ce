package dev.varve.edge.proxy;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.header.Expansion;
import dev.varve.edge.header.ForwardedFields;
import dev.varve.edge.header.HopByHop;
import dev.varve.edge.upstream.Place;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Version;
import java.nio.charset.StandardCharsets;

/// Writes the request anew that an upstream gets, and copies what travels back of its answer.
/// Nothing is forwarded as bytes.
final class RequestBuild {
  private static final byte[] VIA_1_0 = "1.0 varve".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] VIA_1_1 = "1.1 varve".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] VIA_2 = "2 varve".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] VIA_3 = "3 varve".getBytes(StandardCharsets.ISO_8859_1);

  private final ForwardedFields forwarded = new ForwardedFields();

  /// @throws IllegalArgumentException when the request cannot be said to an upstream
  void fill(Request out, RoutedExchange exchange, ProxyRules rules, Place place) {
    Request in = exchange.request();
    out.clear();
    String protocol = rules.upgrades() ? in.protocol() : null;
    boolean extended = protocol != null && in.isConnect();
    out.set(extended ? "GET" : in.method(), exchange.forwardTarget());
    out.scheme(place.origin().scheme());
    out.authority(host(exchange, rules, place));
    out.protocol(protocol);
    Fields fields = out.fields();
    HopByHop.copy(in.fields(), fields);
    fields.remove(FieldName.HOST);
    // Read by the server already: 100 (Continue) is sent when the upstream begins to take the body.
    fields.remove(FieldName.EXPECT);
    MaxForwards.count(in, fields);
    forwarded.write(fields, in, exchange.peer(), exchange.isTrusted(), exchange.client());
    byte[] via = via(in.version());
    fields.add(FieldName.VIA, via, 0, via.length);
    exchange.identify(fields);
    if (extended && "websocket".equals(protocol) && !fields.contains(WebSocketKey.KEY)) {
      fields.add(WebSocketKey.KEY, WebSocketKey.fresh());
    }
    rules.changes().apply(fields, exchange, place.target().name());
  }

  private static String host(RoutedExchange exchange, ProxyRules rules, Place place) {
    String host =
        rules.keepsHost()
            ? exchange.request().authority()
            : Expansion.fill(rules.host(), exchange, Expansion.Place.ADDRESS, place.authority());
    return host.isEmpty() ? place.authority() : host;
  }

  /// What travels on of an answer's fields.
  void copyAnswer(Fields from, Fields to) {
    HopByHop.copy(from, to);
  }

  private static byte[] via(Version version) {
    return switch (version) {
      case HTTP_1_0 -> VIA_1_0;
      case HTTP_1_1 -> VIA_1_1;
      case HTTP_2 -> VIA_2;
      case HTTP_3 -> VIA_3;
    };
  }
}
