package dev.varve.graph.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static Router router(String sites) {
    return Router.compile(Graph.read(Json.of("sites", Json.parse(sites))));
  }

  private static String match(
      Router router, String method, String url, Map<String, String> headers) {
    int slash = url.indexOf('/');
    Outcome outcome =
        router.match(
            url.substring(0, slash), url.substring(slash), method, headers::get, Lookup.NONE);
    return switch (outcome) {
      case Outcome.Found found -> found.route().id() + found.params().values();
      case Outcome.MethodNotAllowed(List<String> allow) -> "405 " + allow;
      case Outcome.NotFound _ -> "404";
      case Outcome.UnknownHost _ -> "unknown host";
    };
  }

  private static String get(Router router, String url) {
    return match(router, "GET", url, Map.of());
  }

  @Test
  void prefersExactThenLongestPrefixThenExpression() {
    Router router =
        router(
            """
            {"a": [
              {"id": "any", "path": "~/v[0-9]+/.*", "respond": 200},
              {"id": "api", "path": "/api/*", "respond": 200},
              {"id": "users", "path": "/api/users/*", "respond": 200},
              {"id": "user", "path": "/api/users/{id}", "respond": 200},
              {"id": "me", "path": "/api/users/me", "respond": 200},
              {"id": "files", "path": "/files/*rest", "respond": 200}]}
            """);

    assertThat(get(router, "a/api")).isEqualTo("api[]");
    assertThat(get(router, "a/apis")).isEqualTo("404");
    assertThat(get(router, "a/api/users/me")).isEqualTo("me[]");
    assertThat(get(router, "a/api/users/7")).isEqualTo("user[7]");
    assertThat(get(router, "a/api/users/")).isEqualTo("users[]");
    assertThat(get(router, "a/api/users/7/x")).isEqualTo("users[]");
    assertThat(get(router, "a/files/x/y")).isEqualTo("files[x/y]");
    assertThat(get(router, "a/files")).isEqualTo("files[]");
    assertThat(get(router, "a/v2/x")).isEqualTo("any[]");
    assertThat(get(router, "b/")).isEqualTo("unknown host");
  }

  @Test
  void tellsAllowedMethodsWhenOnlyTheMethodDiffers() {
    Router router =
        router(
            """
            {"a": [{"id": "r", "path": "/x", "methods": ["GET", "POST"], "respond": 200},
                   {"id": "d", "path": "/*", "methods": "DELETE", "respond": 200}]}
            """);

    assertThat(match(router, "HEAD", "a/x", Map.of())).isEqualTo("r[]");
    assertThat(match(router, "PUT", "a/x", Map.of())).isEqualTo("405 [DELETE, GET, HEAD, POST]");
    assertThat(match(router, "DELETE", "a/x", Map.of())).isEqualTo("d[]");
    assertThat(match(router, "PUT", "a/y", Map.of())).isEqualTo("405 [DELETE]");
  }

  @Test
  void fallsThroughToWiderHosts() {
    Router router =
        router(
            """
            {"*": [{"id": "any", "path": "/health", "respond": 200}],
             "*.example.com": [{"id": "wild", "path": "/w/*", "respond": 200}],
             "app.example.com": {"aliases": "alias.example.org",
                "routes": [{"id": "app", "path": "/a", "respond": 200}]}}
            """);

    assertThat(get(router, "APP.example.com.:8443/a")).isEqualTo("app[]");
    assertThat(get(router, "alias.example.org/a")).isEqualTo("app[]");
    assertThat(get(router, "app.example.com/w/x")).isEqualTo("wild[]");
    assertThat(get(router, "a.b.example.com/w/x")).isEqualTo("wild[]");
    assertThat(get(router, "example.com/w/x")).isEqualTo("404");
    assertThat(get(router, "app.example.com/health")).isEqualTo("any[]");
    assertThat(get(router, "[::1]:80/health")).isEqualTo("any[]");
  }

  @Test
  void prefersMoreConditionsOnTheSamePath() {
    Router router =
        router(
            """
            {"a": [
              {"id": "plain", "path": "/", "respond": 200},
              {"id": "one", "path": "/", "headers": {"x-v": "2"}, "respond": 200},
              {"id": "two", "path": "/", "headers": {"x-v": {"regex": "[0-9]"}, "x-c": {"present": true}},
               "respond": 200},
              {"id": "get", "path": "/", "methods": "GET", "headers": {"x-m": "1"}, "respond": 200}]}
            """);

    assertThat(match(router, "GET", "a/", Map.of())).isEqualTo("plain[]");
    assertThat(match(router, "GET", "a/", Map.of("x-v", "2"))).isEqualTo("one[]");
    assertThat(match(router, "GET", "a/", Map.of("x-v", "2", "x-c", ""))).isEqualTo("two[]");
    assertThat(match(router, "GET", "a/", Map.of("x-v", "2", "x-m", "1"))).isEqualTo("get[]");
  }
}
