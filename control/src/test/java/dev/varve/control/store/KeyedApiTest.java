package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.JsonObject;
import dev.varve.control.Admin;
import dev.varve.control.AdminParts;
import dev.varve.control.AdminToken;
import dev.varve.control.MetricsSource;
import dev.varve.control.Readiness;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.RawClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may do what behind the admin listener.
final class KeyedApiTest {
  @TempDir Path data;

  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private final Store store = LocalStore.inMemory();
  private final StoreService service = new StoreService(store, Clock.SYSTEM);
  private String owner = "";
  private int port;

  @BeforeEach
  void start() {
    AdminToken token = AdminToken.of(data);
    owner = token.text();
    var parts =
        new AdminParts(
            new Readiness(),
            List.<MetricsSource>of(service.metrics()),
            () -> JsonObject.EMPTY,
            () -> {},
            Map.of("/api/v1/", new StoreApi(service, "/api/v1/")));
    port = server.listen(ListenerOptions.onLoopback(0), new Admin(token, parts)).port();
  }

  @AfterEach
  void stop() {
    service.close();
    server.close();
    loops.close();
    store.close();
  }

  private StoreServer.Answer ask(String token, String method, String path, String body) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token)
            + (path.equals("/metrics") ? "\r\nAccept: application/openmetrics-text" : "")
            + "\r\n\r\n";
    try (var client = RawClient.connect(port)) {
      return StoreServer.parse(client.send(head + body).readToEnd());
    }
  }

  private String key(String grants) {
    var made = ask(owner, "POST", "/api/v1/keys", "{\"name\":\"ci\",\"grants\":" + grants + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return String.valueOf(made.json().text("token"));
  }

  /// With the role write in app* and read in news.
  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/app1/k, 201",
    "PUT, /api/v1/news/k, 403",
    "GET, /api/v1/news/keys, 200",
    "GET, /api/v1/secret/keys, 403",
    "GET, /api/v1/varve.keys/keys, 403",
    "GET, /api/v1/varve.audit/keys, 403",
    "PUT, /api/v1/app1/config, 403",
    "DELETE, /api/v1/app1/k?erase=true, 403",
    "GET, /api/v1/keys, 403",
    "POST, /api/v1/compact, 403",
    "GET, /api/v1/backup, 403",
    "POST, /api/v1/verify, 403",
    "GET, /admin/v1/status, 401",
    "POST, /admin/v1/stop, 401"
  })
  void aKeyReachesWhatItGrantsAndNoMore(String method, String path, int status) {
    ask(owner, "PUT", "/api/v1/news/k", "1");
    ask(owner, "PUT", "/api/v1/secret/k", "1");
    String key =
        key(
            "[{\"namespaces\":\"app*\",\"role\":\"write\"},{\"namespaces\":\"news\",\"role\":\"read\"}]");

    var answer = ask(key, method, path, method.equals("PUT") ? "{}" : "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status >= 400) {
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void aBatchReachesNoNamespaceThatItsKeyDoesNot() {
    String key = key("[{\"namespaces\":\"app*\",\"role\":\"write\"}]");
    String put = "{\"op\":\"put\",\"namespace\":\"%s\",\"key\":\"k\",\"value\":1}";

    var refused =
        ask(
            key,
            "POST",
            "/api/v1/batch",
            "{\"operations\":[" + put.formatted("app") + "," + put.formatted("other") + "]}");
    var erasing =
        ask(
            key,
            "POST",
            "/api/v1/batch",
            "{\"operations\":[{\"op\":\"erase\",\"namespace\":\"app\",\"key\":\"k\"}]}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(erasing.status()).isEqualTo(403);
    assertThat(store.get("app", "k")).isEmpty();
  }

  @Test
  void whoHasAKeyIsTheAuthorWhateverTheRequestSays() {
    String key = key("[{\"namespaces\":\"*\",\"role\":\"write\"}]");

    ask(
        key,
        "POST",
        "/api/v1/batch",
        "{\"author\":\"eve\",\"operations\":[{\"op\":\"put\",\"namespace\":\"n\",\"key\":\"k\",\"value\":1}]}");

    assertThat(store.get("n", "k").orElseThrow().origin().author()).isEqualTo("key:ci");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wrong",
        "vk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "vk_0123456789abcdef_"
      })
  void withoutAValidKeyEveryAnswerIsTheSame(String token) {
    String path = "/api/v1/people/ann";

    var answer = ask(token, "GET", path, "");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).startsWith("Bearer");
    assertThat(answer.json().text("code")).isEqualTo("E1637");
    assertThat(answer.body()).isEqualTo(ask("nobody", "GET", path, "").body());
  }

  @Test
  void whatWasDoneAndRefusedIsWrittenDown() {
    String key = key("[{\"namespaces\":\"app\",\"role\":\"read\"}]");
    ask(owner, "PUT", "/api/v1/people/config", "{\"retention\":{\"keepLast\":3}}");
    ask(key, "PUT", "/api/v1/people/ann", "1");
    ask("wrong", "GET", "/api/v1/people/ann", "");

    var events = ask(owner, "POST", "/api/v1/varve.audit/query", "{\"sort\":\"$key\"}").body();

    assertThat(events)
        .containsSubsequence(
            "\"action\":\"POST key\"",
            "\"actor\":\"owner\"",
            "\"outcome\":\"done\"",
            "\"action\":\"PUT config\"",
            "people/config",
            "\"action\":\"PUT put\"",
            "\"actor\":\"key:ci\"",
            "\"outcome\":\"denied\"",
            "\"actor\":\"anonymous\"")
        .doesNotContain(key.substring(20));
    assertThat(ask(owner, "PUT", "/api/v1/varve.audit/000000", "1").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"x\",\"grants\":[]}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a*b\",\"role\":\"read\"}]}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a\",\"role\":\"root\"}]}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a\",\"role\":\"read\",\"more\":1}]}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a\",\"role\":\"read\"}],\"expires\":\"soon\"}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a\",\"role\":\"read\"}],\"expires\":\"2001-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"grants\":[{\"namespaces\":\"a\",\"role\":\"read\"}],\"role\":\"admin\"}"
      })
  void aKeyThatIsNotUnderstoodIsNotMade(String body) {
    assertThat(ask(owner, "POST", "/api/v1/keys", body).status()).isEqualTo(400);
    assertThat(ask(owner, "GET", "/api/v1/keys", "").json().get("keys")).hasToString("[]");
  }

  @Test
  void metricsTellEachOperationInTheOpenMetricsFormat() {
    ask(owner, "PUT", "/api/v1/n/k", "1");
    ask(owner, "GET", "/api/v1/n/k", "");
    ask(owner, "GET", "/api/v1/n/none", "");
    ask(owner, "POST", "/api/v1/n/query", "{}");

    var answer = ask(owner, "GET", "/metrics", "");

    assertThat(answer.header("content-type")).startsWith("application/openmetrics-text");
    assertThat(answer.body())
        .contains(
            "varve_store_requests_total{operation=\"put\",outcome=\"done\"} 1\n",
            "varve_store_requests_total{operation=\"get\",outcome=\"refused\"} 1\n",
            "varve_store_request_duration_seconds_count{operation=\"query\"} 1\n",
            "varve_store_request_duration_seconds_bucket{operation=\"get\",le=\"+Inf\"} 2\n",
            "varve_store_healthy 1\n")
        .endsWith("# EOF\n");
    assertThat(answer.body().lines())
        .allMatch(
            Pattern.compile(
                    "# (TYPE|HELP) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E-]+|# EOF")
                .asMatchPredicate());
  }
}
