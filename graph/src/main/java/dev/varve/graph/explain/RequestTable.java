package dev.varve.graph.explain;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.graph.match.Router;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.ArrayList;
import java.util.List;

/// A table of requests and expectations, run against a graph without opening a port. As a file:
///
/// ```yaml
/// tests:
///   - request: GET https://app.example.com/api/users/7
///     headers: {x-canary: '1'}
///     client: 10.0.0.9
///     expect: {route: users, action: proxy, params: {id: '7'}, phase: authentication}
///   - request: GET https://app.example.com/.git/config
///     expect: {status: 404}
/// ```
public record RequestTable(List<RequestCase> tests) {
  private static final Field<RequestTable, List<RequestCase>> TESTS =
      Field.required(
          "tests",
          "Requests and what must become of them.",
          Types.list(RequestCase.SHAPE),
          RequestTable::tests);

  /// Members, bounds and defaults.
  public static final Shape<RequestTable> SHAPE =
      Shape.of(
          "RequestTable",
          "A table of requests and expectations.",
          List.of(TESTS),
          v -> new RequestTable(v.get(TESTS)));

  public RequestTable {
    tests = List.copyOf(tests);
  }

  /// What came out of one test.
  ///
  /// @param differences empty when it passed
  public record Result(RequestCase test, List<String> differences) {
    public Result {
      differences = List.copyOf(differences);
    }

    public boolean passed() {
      return differences.isEmpty();
    }

    public JsonObject json() {
      return JsonObject.EMPTY
          .with("request", Json.of(test.request()))
          .with("passed", Json.of(passed()))
          .with("differences", new JsonArray(differences.stream().<Json>map(Json::of).toList()));
    }

    @Override
    public String toString() {
      return (passed() ? "ok    " : "FAIL  ")
          + test.request()
          + (passed() ? "" : "\n        " + String.join("\n        ", differences));
    }
  }

  /// Runs every test, in order.
  public List<Result> run(Graph graph) {
    Router router = Router.compile(graph);
    var results = new ArrayList<Result>();
    for (RequestCase test : tests) {
      Explanation explanation = Explanation.of(graph, router, test.asRequest());
      results.add(new Result(test, test.expect().differences(explanation)));
    }
    return results;
  }
}
