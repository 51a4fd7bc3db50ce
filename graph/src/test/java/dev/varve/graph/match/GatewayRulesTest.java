package dev.varve.graph.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/// The precedence that the Kubernetes Gateway API publishes for HTTPRoute: exact path, then the
/// longest prefix, then method, then the number of headers, then of query parameters, then order;
/// prefixes match whole segments, and wildcard hosts any number of labels.
class GatewayRulesTest {
  private static final Router ROUTER =
      Router.compile(
          Graph.read(
              Json.parse(
                  """
                  {"sites": {
                    "very.specific.com": [
                      {"id": "exact", "path": "/match/exact/one", "respond": 200},
                      {"id": "prefix-one", "path": "/match/exact/*", "respond": 200},
                      {"id": "prefix", "path": "/match/*", "respond": 200},
                      {"id": "root", "path": "/*", "respond": 200},
                      {"id": "get", "path": "/m/*", "methods": "GET", "respond": 200},
                      {"id": "any-two-headers", "path": "/m/*", "headers": {"version": "two", "color": "blue"}, "respond": 200},
                      {"id": "header", "path": "/h/*", "headers": {"version": "one"}, "respond": 200},
                      {"id": "headers", "path": "/h/*", "headers": {"version": "one", "color": "blue"}, "respond": 200},
                      {"id": "query", "path": "/h/*", "query": {"animal": "whale"}, "respond": 200},
                      {"id": "queries", "path": "/h/*", "query": {"animal": "whale", "size": "big"}, "respond": 200},
                      {"id": "first", "path": "/o/*", "headers": {"a": "1"}, "respond": 200},
                      {"id": "second", "path": "/o/*", "headers": {"b": "1"}, "respond": 200}],
                    "*.wildcard.io": [{"id": "wild", "path": "/*", "respond": 200}],
                    "*.foo.wildcard.io": [{"id": "wilder", "path": "/x/*", "respond": 200}]}}
                  """)));

  /// A row says host, path, method, two headers, two query parameters, and the route.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "very.specific.com, /match/exact/one, GET, -, -, -, -, exact",
        "very.specific.com, /match/exact/one/, GET, -, -, -, -, prefix-one",
        "very.specific.com, /match/exact/one/two, GET, -, -, -, -, prefix-one",
        "very.specific.com, /match/exact, GET, -, -, -, -, prefix-one",
        "very.specific.com, /match/exactly, GET, -, -, -, -, prefix",
        "very.specific.com, /match, GET, -, -, -, -, prefix",
        "very.specific.com, /matches, GET, -, -, -, -, root",
        "very.specific.com, /, GET, -, -, -, -, root",
        "very.specific.com, /m, GET, two, blue, -, -, get",
        "very.specific.com, /m/x, POST, two, blue, -, -, any-two-headers",
        "very.specific.com, /m/x, POST, two, -, -, -, root",
        "very.specific.com, /h, GET, one, -, -, -, header",
        "very.specific.com, /h, GET, one, blue, -, -, headers",
        "very.specific.com, /h, GET, ONE, -, -, -, root",
        "very.specific.com, /h, GET, -, -, whale, -, query",
        "very.specific.com, /h, GET, -, -, whale, big, queries",
        "very.specific.com, /h, GET, one, -, whale, big, header",
        "foo.specific.com, /, GET, -, -, -, -, unknown",
        "a.wildcard.io, /, GET, -, -, -, -, wild",
        "b.a.wildcard.io, /, GET, -, -, -, -, wild",
        "wildcard.io, /, GET, -, -, -, -, unknown",
        "a.foo.wildcard.io, /x/y, GET, -, -, -, -, wilder",
        "a.foo.wildcard.io, /y, GET, -, -, -, -, wild",
      })
  void followsThePublishedPrecedence(ArgumentsAccessor row) {
    var headers = new HashMap<String, String>();
    headers.put("version", row.getString(3));
    headers.put("color", row.getString(4));
    var query = new HashMap<String, String>();
    query.put("animal", row.getString(5));
    query.put("size", row.getString(6));

    Outcome outcome =
        ROUTER.match(
            row.getString(0), row.getString(1), row.getString(2), headers::get, query::get);

    String told = outcome instanceof Outcome.Found found ? found.route().id() : "unknown";
    assertThat(told).isEqualTo(row.getString(7));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, first", "-, 1, second", "1, -, first"})
  void takesTheFirstOfEquals(String a, String b, String expected) {
    Map<String, String> headers = Map.of("a", a, "b", b);
    Outcome outcome = ROUTER.match("very.specific.com", "/o", "GET", headers::get, Lookup.NONE);
    assertThat(((Outcome.Found) outcome).route().id()).isEqualTo(expected);
  }
}
