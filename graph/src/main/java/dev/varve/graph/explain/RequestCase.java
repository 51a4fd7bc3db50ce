package dev.varve.graph.explain;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A request and what must become of it.
///
/// @param request as `GET https://app.example.com/a?b=c`
public record RequestCase(
    String request, SortedMap<String, String> headers, String client, Expectation expect) {
  private static final Field<RequestCase, String> REQUEST =
      Field.required(
          "request",
          "Method and URL, such as 'GET https://app.example.com/a?b=c'.",
          Types.text("a method and a URL such as 'GET https://a.example/'", RequestCase::checked),
          RequestCase::request);
  private static final Field<RequestCase, SortedMap<String, String>> HEADERS =
      Field.of(
          "headers",
          "Headers of the request.",
          Types.map("header", Terms::headerName, Types.anyText()),
          new TreeMap<>(),
          RequestCase::headers);
  private static final Field<RequestCase, String> CLIENT =
      Field.of(
          "client",
          "Address that the request comes from; empty when that does not matter.",
          Types.anyText(),
          "",
          RequestCase::client);
  private static final Field<RequestCase, Expectation> EXPECT =
      Field.required("expect", "What must become of it.", Expectation.SHAPE, RequestCase::expect);

  /// Members, bounds and defaults.
  public static final Shape<RequestCase> SHAPE =
      Shape.of(
          "RequestCase",
          "A request and what must become of it.",
          List.of(REQUEST, HEADERS, CLIENT, EXPECT),
          v -> new RequestCase(v.get(REQUEST), v.get(HEADERS), v.get(CLIENT), v.get(EXPECT)));

  public RequestCase {
    REQUEST.check(request);
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  private static String checked(String text) {
    int space = text.indexOf(' ');
    if (space <= 0) {
      throw new IllegalArgumentException(
          "must be a method and a URL such as 'GET https://a.example/', but is '" + text + "'");
    }
    Request _ = Request.of(text.substring(0, space), text.substring(space + 1).strip());
    return text;
  }

  /// The request itself.
  public Request asRequest() {
    int space = request.indexOf(' ');
    return Request.of(request.substring(0, space), request.substring(space + 1).strip())
        .withHeaders(headers)
        .withClient(client);
  }
}
