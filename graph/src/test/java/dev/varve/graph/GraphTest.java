package dev.varve.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.plan.Plan;
import dev.varve.graph.route.Route;
import dev.varve.graph.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final String EXAMPLE =
      """
      {"listen": {"http": 80, "https": 443},
       "tls": {"acme": {"email": "ops@example.com"}},
       "auth": {"users": {"jwt": {"jwks": "https://id.example.com/jwks.json", "audience": "api"}}},
       "upstreams": {"api": {"targets": ["10.0.0.11:9000", "10.0.0.12:9000"], "balance": "least-conn",
          "health": {"path": "/health", "every": "5s"},
          "retry": {"attempts": 2, "on": ["connect", 502]}}},
       "sites": {
         "app.example.com": [
           {"path": "/api/*", "auth": "users", "limit": {"rate": "100/min", "by": "{jwt.sub}"},
            "stripPrefix": "/api", "proxy": "api"},
           {"static": {"dir": "web/dist", "fallback": "/index.html"}}],
         "ops.example.com": [{"path": "/*", "allow": ["10.0.0.0/8"],
            "auth": {"basic": {"users": {"secret": "OPS_HTPASSWD"}}}, "proxy": "127.0.0.1:7000"}]}}
      """;

  @Test
  void readsShortFormsAndWritesEveryDefault() {
    Graph graph = Graph.read(Json.parse(EXAMPLE));

    String canonical = new String(graph.canonical(), StandardCharsets.UTF_8);
    assertThat(canonical)
        .contains("\"redirectToHttps\":true")
        .contains("\"127.0.0.1:7000\":{")
        .contains("\"users\":{\"secret\":\"OPS_HTPASSWD\"}")
        .contains("\"id\":\"app.example.com/api/*\"")
        .contains("\"maxBody\":\"10MiB\"");
  }

  @Test
  void readsItsCanonicalFormBackToTheSameBytes() {
    Graph graph = Graph.read(Json.parse(EXAMPLE));
    Graph again = Graph.read(Json.parse(new String(graph.canonical(), StandardCharsets.UTF_8)));

    assertThat(again).isEqualTo(graph);
    assertThat(again.canonical()).isEqualTo(graph.canonical());
    assertThat(again.revision()).isEqualTo(graph.revision()).hasSize(64);
  }

  /// Discovery adds routes and upstreams to those of the author: each says whose it is, wherever
  /// the graph goes, and belongs to one revision with the others.
  @Test
  void carriesWhatSeveralOwnersWrote() {
    String authored =
        "{'sites': {'a.example': [{'path': '/*', 'proxy': 'main'}]}, 'upstreams': {'main': '10.0.0.1:80'}}";
    Graph alone = Graph.read(Json.parse(authored.replace('\'', '"')));
    Route found =
        Route.of("/found/*", Proxy.to("pod"))
            .withId("found")
            .withOwner("kubernetes:shop/ingress/web");
    var routes = new ArrayList<Route>(alone.sites().get("a.example").routes());
    routes.add(found);
    var upstreams = new HashMap<String, Upstream>(alone.upstreams());
    upstreams.put("pod", Upstream.of("10.0.0.2:80"));

    Graph both = alone.withSites(Map.of("a.example", Site.of(routes))).withUpstreams(upstreams);
    Graph again = Graph.read(Json.parse(new String(both.canonical(), StandardCharsets.UTF_8)));

    assertThat(again).isEqualTo(both);
    assertThat(again.sites().get("a.example").routes())
        .extracting(Route::owner)
        .containsExactly("", "kubernetes:shop/ingress/web");
    assertThat(Plan.of(alone, both).text()).contains("found").contains("pod");
    routes.removeIf(route -> !route.owner().isEmpty());
    assertThat(
            both.withSites(Map.of("a.example", Site.of(routes))).withUpstreams(alone.upstreams()))
        .isEqualTo(alone);
  }

  @Test
  void saysTheSameInJavaAsInJson() {
    Graph java =
        Graph.of(
                Map.of(
                    "a.example",
                    Site.of(
                        List.of(
                            Route.of("/api/*", Proxy.to("api")),
                            Route.of("/*", StaticFiles.of("dist"))))))
            .withUpstreams(Map.of("api", Upstream.of("10.0.0.1:80")));
    Graph json =
        Graph.read(
            Json.parse(
                """
                {"upstreams": {"api": "10.0.0.1:80"},
                 "sites": {"a.example": [{"path": "/api/*", "proxy": "api"}, {"static": "dist"}]}}
                """));

    assertThat(java.canonical()).isEqualTo(json.canonical());
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() ->
            Graph.read(
                Json.parse(
                    """
                    {"site": {}, "drain": 5, "sites": {"a": [
                      {"path": "api", "proxy": "x", "respond": 200},
                      {"path": "/", "limit": {"rate": "9/parsec"}, "respond": 200}]}}
                    """)))
        .isInstanceOf(Failure.class)
        .hasMessage(
            """
            site must be a key of Graph; did you mean 'sites'? [E1201]
            sites.a[0].path must be a path that a request can have (the path must start with '/'), but is 'api' [E1203]
            sites.a[0] must have exactly one of respond, redirect, static, proxy, fastcgi, app, store, metrics, health, but has respond and proxy; keep one [E1207]
            sites.a[1].limit.rate must be a rate such as '100/min', '5/s' or '20/10s', but is '9/parsec' [E1203]
            drain must be a duration such as '250ms', '5s' or '2h', but is 5; write '5s' if seconds are meant [E1202]
            """
                .strip());
  }
}
