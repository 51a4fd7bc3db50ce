package dev.varve.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Respond;
import dev.varve.graph.match.Lookup;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.match.Router;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.Reading;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which requests of a PHP site reach PHP, files or nothing.
class PhpRoutingTest {
  private static Router router(String use) {
    var problems = Reading.of(_ -> "");
    List<JsonObject> routes = ProfilesTest.expand((JsonObject) Json.parse(use), problems);
    Graph graph =
        Graph.SHAPE.read(
            Json.of("sites", Json.of("*", Json.of("routes", Json.of(routes)))), problems);
    assertThat(problems.problems()).isEmpty();
    return Router.compile(Objects.requireNonNull(graph));
  }

  private static String action(Router router, String method, String path) {
    return router.match("a.example", path, method, Lookup.NONE, Lookup.NONE)
            instanceof Outcome.Found found
        ? shown(found.route())
        : "nothing";
  }

  private static String shown(Route route) {
    String limit = route.limits().limit().isEmpty() ? "" : " limited";
    String action =
        switch (route.action()) {
          case Respond respond -> "respond " + respond.status();
          case FastCgi fastcgi -> "fastcgi " + fastcgi.script();
          default -> route.action().word();
        };
    return action.strip() + limit;
  }

  @ParameterizedTest
  @CsvSource({
    "/, static",
    "/hello-world/, static",
    "/index.php, fastcgi",
    "/wp-admin, redirect",
    "/wp-admin/, fastcgi",
    "/wp-admin/network/, fastcgi",
    "/wp-admin/options.php, fastcgi",
    "/wp-admin/css/a.css, static",
    "/wp-admin/includes/file.php, respond 404",
    "/wp-json/wp/v2/posts, fastcgi /index.php",
    "/wp-content/uploads/2026/11/a.jpg, static",
    "/wp-content/uploads/2026/11/a.php, respond 403",
    "/wp-content/uploads/2026/11/a.PHP, respond 403",
    "/wp-content/uploads/a.php/x.jpg, respond 403",
    "/wp-content/uploads/a.phtml, respond 404",
    "/wp-includes/version.php, respond 403",
    "/wp-config.php, respond 404",
    "/wp-config.php.bak, respond 404",
    "/xmlrpc.php, respond 403",
    "/.git/config, respond 404",
    "/blog/.env, respond 404",
    "/.htaccess, respond 404",
    "/.well-known/security.txt, static",
    "/wp-content/debug.log, respond 404",
    "/robots.txt, static",
  })
  void wordPress(String path, String expected) {
    assertThat(action(router("{\"use\":\"wordpress\",\"root\":\"/srv/wp\"}"), "GET", path))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"GET, fastcgi", "POST, fastcgi limited"})
  void countsLoginsOfWordPress(String method, String expected) {
    assertThat(action(router("{\"use\":\"wordpress\",\"root\":\"wp\"}"), method, "/wp-login.php"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/, static",
    "/users/1, static",
    "/index.php, fastcgi /index.php",
    "/index.php/users, fastcgi /index.php",
    "/other.php, respond 404",
    "/storage/avatar.php, respond 404",
    "/.env, respond 404",
    "/build/assets/a.js, static",
  })
  void laravel(String path, String expected) {
    assertThat(action(router("{\"use\":\"laravel\",\"root\":\"shop\"}"), "GET", path))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/, static",
    "/a/b.php, fastcgi",
    "/uploads/b.php, respond 403",
    "/uploads/b.png, static",
    "/b.php5, respond 404",
  })
  void php(String path, String expected) {
    assertThat(action(router("{\"use\":\"php\",\"root\":\"htdocs\"}"), "GET", path))
        .isEqualTo(expected);
  }
}
