package dev.varve.graph.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.graph.match.Router;
import dev.varve.graph.shape.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Graph GRAPH =
      Graph.read(
          Json.parse(
              """
              {"auth": {"users": {"jwt": {"jwks": "https://id.example/keys"}}},
               "upstreams": {"api": ["10.0.0.1:80", "10.0.0.2:80"]},
               "sites": {"app.example": [
                 {"id": "user", "path": "/api/users/{id}", "methods": ["GET"], "auth": "users",
                  "roles": "admin", "limit": "5/s", "stripPrefix": "/api", "cache": "1m", "proxy": "api"},
                 {"id": "api", "path": "/api/*", "proxy": "api"},
                 {"id": "inner", "path": "/inner/*", "allow": "10.0.0.0/8", "respond": 204},
                 {"id": "old", "path": "/old", "redirect": "/new"},
                 {"id": "site", "static": {"dir": "dist", "fallback": "/index.html"}}]}}
              """));
  private static final Router ROUTER = Router.compile(GRAPH);

  private static Explanation get(String url) {
    return Explanation.of(GRAPH, ROUTER, Request.of("GET", url));
  }

  @Test
  void tellsEveryPhaseAndWhyOthersLost() {
    assertThat(get("https://app.example/api/./users/7?full=1").text())
        .isEqualTo(
            """
            GET https://app.example/api/./users/7?full=1
              path            /api/./users/7 becomes /api/users/7
              match           route 'user' of site 'app.example' (/api/users/{id}) with id=7
              authentication  {"named":"users"}
              authorisation   one of the roles admin
              rate            5/s by {client.ip}
              rewrite         /api/users/7 becomes /users/7
              cache           key https://app.example/api/users/7?full=1, fresh for 1m
              proxy           api (2 targets, round-robin)
            Other routes whose path fits:
              'site' matches too, but is less specific or stands later
              'api' matches too, but is less specific or stands later
            """);
  }

  @Test
  void tellsWhereARequestEnds() {
    assertThat(get("app.example/old").status()).isEqualTo(308);
    assertThat(get("app.example/a/..%2fb").status()).isEqualTo(400);
    assertThat(get("other.example/").status()).isEqualTo(404);
    assertThat(get("app.example/inner/x").status()).isEqualTo(204);
    Request outside = Request.of("GET", "app.example/inner/x").withClient("192.0.2.1");
    assertThat(Explanation.of(GRAPH, ROUTER, outside).status()).isEqualTo(403);
    assertThat(get("app.example/x").json().compact()).contains("\"action\":\"static\"");
  }

  @Test
  void runsTablesOfRequests() {
    Reading at = Reading.of(_ -> "");
    RequestTable table =
        RequestTable.SHAPE.read(
            Json.parse(
                """
                {"tests": [
                  {"request": "GET https://app.example/api/users/7",
                   "expect": {"route": "user", "action": "proxy", "params": {"id": "7"},
                              "status": 0, "phase": "authentication"}},
                  {"request": "POST https://app.example/api/users/7", "expect": {"route": "user"}},
                  {"request": "GET https://app.example/%2e%2e/x", "expect": {"status": 400}},
                  {"request": "GET https://app.example/inner/", "client": "8.8.8.8",
                   "expect": {"status": 403, "route": "inner", "phase": "rate"}}]}
                """),
            at);
    assertThat(at.problems()).isEmpty();

    List<RequestTable.Result> results = table.run(GRAPH);

    assertThat(results)
        .map(RequestTable.Result::toString)
        .containsExactly(
            "ok    GET https://app.example/api/users/7",
            "FAIL  POST https://app.example/api/users/7\n        route must be user, but is api",
            "ok    GET https://app.example/%2e%2e/x",
            "FAIL  GET https://app.example/inner/\n"
                + "        phase rate must happen, but does not");
  }
}
