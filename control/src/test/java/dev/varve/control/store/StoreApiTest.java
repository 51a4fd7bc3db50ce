package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess;
import dev.varve.testkit.RawClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The store's API as a client sees it, over a real connection.
final class StoreApiTest {
  private StoreServer server;

  @BeforeEach
  void start() {
    server = new StoreServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static long number(JsonObject json, String name) {
    return ((JsonNumber) java.util.Objects.requireNonNull(json.get(name))).longValue();
  }

  @Test
  void putAnswersTheVersionAndGetTheDocument() {
    var first = server.put("people/ann", "{ \"age\": 31 }", "x-varve-author: bob");
    var second = server.put("people/ann", "{\"age\":32}", "x-varve-message: birthday");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().members().keySet())
        .containsExactly("seq", "vid", "cid", "time", "previous");
    assertThat(second.status()).isEqualTo(200);
    assertThat(number(second.json(), "previous")).isEqualTo(number(first.json(), "seq"));
    var read = server.get("people/ann");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("{\"age\":32}");
    assertThat(read.header("etag")).isEqualTo('"' + second.json().text("cid") + '"');
    assertThat(read.header("x-varve-seq")).isEqualTo("" + number(second.json(), "seq"));
    assertThat(read.header("x-varve-version")).isEqualTo(second.json().text("vid"));
    JsonObject envelope = server.get("people/ann?envelope=true").json();
    assertThat(envelope.text("message")).isEqualTo("birthday");
    assertThat(envelope.get("value")).isEqualTo(Json.parse("{\"age\":32}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2Fb",
        "a%20b",
        "%2E%2E",
        "Zo%C3%AB",
        "doc",
        "a.b",
        "%25",
        "a+b",
        "%3F",
        "history"
      })
  void everyKeyIsReachedByItsSegment(String segment) {
    assertThat(server.put("n/" + segment, "1").status()).isEqualTo(201);

    assertThat(server.get("n/" + segment).body()).isEqualTo("1");
    assertThat(server.get("n/doc/" + segment).body()).isEqualTo("1");
    assertThat(server.get("n/doc/" + segment + "/history").status()).isEqualTo(200);
    assertThat(server.ask("DELETE", "n/" + segment, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys", "query", "views", "watch", "config", "schema", "indexes", "doc", "history"
      })
  void keysThatAreWordsOfTheApiAreReachedByTheFormWithDoc(String key) {
    assertThat(server.put("n/doc/" + key, "\"" + key + "\"").status()).isEqualTo(201);

    assertThat(server.get("n/doc/" + key).body()).isEqualTo("\"" + key + "\"");
    assertThat(server.get("n/doc/" + key + "/history").json().get("versions")).isNotNull();
    assertThat(server.get("n/keys").json().get("keys")).isEqualTo(Json.of(List.of(Json.of(key))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "namespaces", "batch", "compact", "keys", "doc"})
  void noNamespaceIsInTheWayOfAnything(String namespace) {
    assertThat(server.put(namespace + "/doc/k", "1").status()).isEqualTo(201);

    assertThat(server.get(namespace + "/k").body()).isEqualTo("1");
    assertThat(server.get("status").json().get("seq")).isNotNull();
  }

  @Test
  void conditionsInHeadersGuardWrites() {
    String cid = String.valueOf(server.put("n/k", "1").json().text("cid"));

    assertThat(server.put("n/k", "2", "If-None-Match: *").status()).isEqualTo(412);
    assertThat(server.put("n/new", "2", "If-None-Match: *").status()).isEqualTo(201);
    assertThat(server.put("n/none", "2", "If-Match: *").status()).isEqualTo(412);
    assertThat(server.put("n/k", "2", "If-Match: \"" + "0".repeat(64) + "\"").status())
        .isEqualTo(412);
    var done = server.put("n/k", "2", "If-Match: \"" + "0".repeat(64) + "\", \"" + cid + "\"");
    assertThat(done.status()).isEqualTo(200);
    var late = server.put("n/k", "3", "x-varve-if-version: " + "0".repeat(64));
    assertThat(late.status()).isEqualTo(409);
    assertThat(((JsonObject) late.json().get("current")).text("vid"))
        .isEqualTo(done.json().text("vid"));
    assertThat(server.put("n/k", "3", "If-Match: junk").status()).isEqualTo(400);
    // RFC 9110, 13.1.1: compared strongly, and what is not ours matches nothing.
    String tag = server.get("n/k").header("etag");
    assertThat(server.put("n/k", "3", "If-Match: W/" + tag).status()).isEqualTo(412);
    assertThat(server.put("n/k", "3", "If-Match: \"abc\"").status()).isEqualTo(412);
    assertThat(server.put("n/k", "3", "If-Match: \"abc\", " + tag).status()).isEqualTo(200);
    // RFC 9110, 13.1.2: compared weakly.
    String now = server.get("n/k").header("etag");
    assertThat(server.put("n/k", "4", "If-None-Match: \"abc\", W/" + now).status()).isEqualTo(412);
    assertThat(server.put("n/k", "4", "If-None-Match: " + tag + ", \"abc\"").status())
        .isEqualTo(200);
    assertThat(server.put("n/other", "4", "If-None-Match: " + tag).status()).isEqualTo(201);
    assertThat(server.put("n/k", "4", "If-None-Match: junk").status()).isEqualTo(400);
  }

  @Test
  void readsAreSparedWhenTheClientHasThem() {
    server.put("n/k", "1");
    String etag = server.get("n/k").header("etag");

    var answer = server.get("n/k", "If-None-Match: " + etag);

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void theSameIdempotencyKeyWritesOnce() {
    var first = server.put("n/k", "1", "Idempotency-Key: abc");
    server.put("n/k", "2");
    var again = server.put("n/k", "1", "Idempotency-Key: abc");

    assertThat(again.json().text("vid")).isEqualTo(first.json().text("vid"));
    assertThat(server.get("n/k").body()).isEqualTo("2");
    assertThat(server.put("n/k", "9", "Idempotency-Key: abc").status()).isEqualTo(409);
  }

  @Test
  void everyPointOfTheHistoryCanBeRead() {
    var first = server.put("n/k", "{\"a\":1,\"b\":[1,2]}").json();
    server.put("n/k", "{\"a\":2,\"b\":[1,2,3]}");
    server.ask("DELETE", "n/k", "");

    assertThat(server.get("n/k").status()).isEqualTo(404);
    assertThat(server.get("n/k/at/" + number(first, "seq")).body()).contains("\"a\":1");
    assertThat(server.get("n/k/at/" + first.text("vid")).body()).contains("\"a\":1");
    assertThat(server.get("n/k/at/" + first.text("time")).body()).contains("\"a\":1");
    assertThat(server.get("n/k/at/2001-01-01").status()).isEqualTo(404);
    assertThat(server.get("n/k/at/yesterday").status()).isEqualTo(400);
    var versions = (dev.varve.base.json.JsonArray) server.get("n/k/history").json().get("versions");
    assertThat(versions.items()).hasSize(3);
    assertThat(((JsonObject) versions.items().getFirst()).get("deleted")).isEqualTo(Json.of(true));
    assertThat(
            server
                .get("n/k/diff?from=" + number(first, "seq") + "&to=" + (number(first, "seq") + 1))
                .json()
                .get("patch"))
        .isEqualTo(
            Json.parse(
                "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},{\"op\":\"add\",\"path\":\"/b/2\",\"value\":3}]"));
    assertThat(server.post("n/k/revert?to=" + number(first, "seq"), "").status()).isEqualTo(200);
    assertThat(server.get("n/k").body()).contains("\"a\":1");
    assertThat(server.get("n/k/blame").body()).contains("\"path\":\"/b/1\"");
    String then = "?at=" + number(first, "seq");
    assertThat(server.get("n/k/blame" + then).body()).contains("\"path\":\"/a\",\"value\":1");
    var early =
        (dev.varve.base.json.JsonArray) server.get("n/k/history" + then).json().get("versions");
    assertThat(early.items()).hasSize(1);
    assertThat(server.get("n/k/history?at=0").status()).isEqualTo(404);
  }

  @Test
  void patchesChangeParts() {
    server.put("n/k", "{\"a\":1,\"b\":2}");

    server.ask("PATCH", "n/k", "[{\"op\":\"remove\",\"path\":\"/b\"}]");
    server.ask("PATCH", "n/k", "{\"c\":3}", "Content-Type: application/merge-patch+json");

    assertThat(server.get("n/k").body()).isEqualTo("{\"a\":1,\"c\":3}");
    assertThat(server.ask("PATCH", "n/k", "[{\"op\":\"remove\",\"path\":\"/x\"}]").status())
        .isEqualTo(409);
    assertThat(server.ask("PATCH", "n/none", "[]").status()).isEqualTo(404);
    // A retry is the same work, whatever was written in between.
    String step = "[{\"op\":\"add\",\"path\":\"/d\",\"value\":4}]";
    var first = server.ask("PATCH", "n/k", step, "Idempotency-Key: patch-1");
    server.put("n/k", "{}");
    var again = server.ask("PATCH", "n/k", step, "Idempotency-Key: patch-1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(again.json().text("vid")).isEqualTo(first.json().text("vid"));
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() {
    var broken = server.put("n/k", "{\"a\": }");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.header("content-type")).isEqualTo("application/problem+json");
    assertThat(broken.json().text("detail")).contains("line 1, column 7");
    server.put("n/k", "1");
    var filter = server.post("n/query", "{\"filter\": \"age >\"}");
    assertThat(filter.status()).isEqualTo(400);
    assertThat(filter.json().text("code")).isEqualTo("E1351");
    assertThat(server.put("Bad%20Name/k", "1").status()).isEqualTo(400);
    assertThat(server.put("n/" + "k".repeat(1025), "1").status()).isEqualTo(400);
    assertThat(server.get("n/none").status()).isEqualTo(404);
    assertThat(server.get("none/keys").status()).isEqualTo(404);
    assertThat(server.post("none/query", "{}").status()).isEqualTo(404);
    assertThat(server.ask("DELETE", "n/none", "").status()).isEqualTo(404);
    assertThat(server.get("n/k/nothing").status()).isEqualTo(404);
    assertThat(server.get("nothing").status()).isEqualTo(404);
    assertThat(server.get("n//k").status()).isEqualTo(404);
    assertThat(server.get("n/%zz").status()).isEqualTo(400);
    assertThat(server.get("n/keys?limit=0").status()).isEqualTo(400);
    assertThat(server.get("n/k/history?limit=0").status()).isEqualTo(400);
    var deep = server.put("n/k", "[".repeat(65) + "]".repeat(65));
    assertThat(deep.status()).isEqualTo(400);
    assertThat(deep.json().text("detail")).contains("column 65").contains("64 deep");
    assertThat(server.put("n/keys", "1").json().text("next")).contains("/{ns}/doc/{key}");
    assertThat(server.get("n/%ff").status()).isEqualTo(400);
    var method = server.ask("DELETE", "status", "");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("allow")).isEqualTo("GET");
  }

  @Test
  void valuesBeyondTheLimitAreRefusedAndLargeOnesStream() {
    String large = '"' + "x".repeat(3 << 20) + '"';
    var written = server.put("n/k", large);
    var read = server.get("n/k");

    assertThat(written.status()).isEqualTo(201);
    assertThat(read.body()).isEqualTo(large);
    assertThat(read.header("content-length")).isEqualTo(Integer.toString(large.length()));
    assertThat(read.header("etag")).isEqualTo("\"" + written.json().text("cid") + "\"");
    assertThat(server.get("n/k", "If-None-Match: " + read.header("etag")).status()).isEqualTo(304);
    assertThat(server.get("n/k?envelope=true").json().get("value")).isEqualTo(Json.parse(large));
    assertThat(server.post("n/query", "{\"filter\":\"$ startsWith 'xx'\"}").body())
        .contains("\"key\":\"k\"");
    var tooLarge = server.put("n/k", '"' + "x".repeat(16 << 20) + '"');
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.json().text("code")).isEqualTo("E1302");
    try (var client = RawClient.connect(server.port)) {
      client.send("PUT /api/v1/n/k HTTP/1.1\r\nHost: a\r\nContent-Length: 20971521\r\n\r\n");
      assertThat(client.readUntil("\r\n")).contains("413");
    }
    assertThat(server.get("n/k").body()).isEqualTo(large);
  }

  @Test
  void tagsNamePositionsThatStayReadable() {
    server.put("n/config", "{\"retention\":{\"keepLast\":1}}");
    server.put("n/k", "1");
    var tagged = server.post("tags", "{\"name\":\"release 1\",\"namespace\":\"n\"}");
    server.put("n/k", "2");
    server.put("n/k", "3");
    server.post("compact", "");

    assertThat(tagged.status()).isEqualTo(201);
    assertThat(server.get("n/k?at=tag:release%201").body()).isEqualTo("1");
    assertThat(server.get("n/k/at/tag%3Arelease%201").body()).isEqualTo("1");
    assertThat(server.get("n/keys?at=tag:release%201").json().get("keys"))
        .isEqualTo(Json.parse("[\"k\"]"));
    assertThat(server.post("n/query", "{\"at\":\"tag:release 1\"}").body()).contains("\"value\":1");
    assertThat(server.get("tags").json().get("tags")).isEqualTo(Json.of(List.of(tagged.json())));
    assertThat(server.get("n/k?at=tag:none").status()).isEqualTo(404);
    assertThat(server.post("tags", "{\"name\":\"x\",\"seq\":4711}").status()).isEqualTo(404);
    assertThat(server.post("tags", "{\"name\":\"x\",\"seq\":0}").status()).isEqualTo(400);
    assertThat(server.post("tags", "{\"name\":\"x\",\"seq\":1.5}").status()).isEqualTo(400);
    assertThat(server.post("tags", "{\"name\":7}").status()).isEqualTo(400);
    assertThat(server.post("tags", "{}").status()).isEqualTo(400);
    assertThat(server.post("tags", "{\"nmae\":\"x\"}").status()).isEqualTo(400);
    assertThat(server.post("tags", "{\"name\":\"release 1\",\"namespace\":\"n\"}").status())
        .isEqualTo(200);
    assertThat(server.ask("DELETE", "tags?name=release%201", "").status()).isEqualTo(200);
    assertThat(server.ask("DELETE", "tags?name=release%201", "").status()).isEqualTo(404);
    try (var reader = new StoreServer(StoreAccess.of("eve", Set.of("n"), StoreAccess.Role.WRITE))) {
      reader.store.put("n", "k", Json.of(1));
      assertThat(reader.post("tags", "{\"name\":\"x\",\"namespace\":\"n\"}").status())
          .isEqualTo(403);
      assertThat(reader.post("tags", "{\"name\":\"x\"}").status()).isEqualTo(403);
    }
  }

  /// What is misspelt, or said twice, must not pass for what was not said.
  @Test
  void parametersAndMembersThatNobodyReadsAreRefused() {
    server.put("n/k", "1");

    assertThat(server.get("n/keys?limt=1").json().text("detail"))
        .isEqualTo("must be one of after, at, limit, prefix, but is limt");
    assertThat(server.get("status?x=1").status()).isEqualTo(400);
    assertThat(server.put("n/k?if=1", "2").status()).isEqualTo(400);
    assertThat(server.get("n/k?at=1&at=2").json().text("detail")).contains("once");
    assertThat(server.ask("DELETE", "n/k?erase=no", "").status()).isEqualTo(400);
    assertThat(server.get("n/k?envelope=perhaps").status()).isEqualTo(400);
    assertThat(server.post("n/query?format=xml", "{}").status()).isEqualTo(400);
    assertThat(server.get("n/k").body()).isEqualTo("1");
    assertThat(server.get("n/%\uFF11\uFF11").status()).isEqualTo(400);
    var batch =
        server.post(
            "batch",
            "{\"operations\":[{\"op\":\"put\",\"namespace\":\"n\",\"key\":\"k\",\"value\":3,\"if\":1}]}");
    assertThat(batch.status()).isEqualTo(400);
    assertThat(batch.json().text("where")).isEqualTo("body#/operations/0/if");
    var once = server.post("batch", "{\"operations\":[],\"once\":{}}");
    assertThat(once.status()).isEqualTo(400);
    assertThat(once.json().text("where")).isEqualTo("body#/once");
    assertThat(server.put("n/k", "4", "If-Match: ").status()).isEqualTo(412);
  }

  /// RFC 9110, 15.5.16: a coding that is not undone is not stored as if it were the document.
  @Test
  void codedBodiesAre415() {
    assertThat(server.put("n/k", "{}", "Content-Encoding: gzip").status()).isEqualTo(415);
    assertThat(server.put("n/k", "{}", "Content-Encoding: identity").status()).isEqualTo(201);
  }

  @Test
  void aBatchPatches() {
    server.put("n/a", "{\"x\":1}");
    String operations =
        "{\"operations\":[{\"op\":\"patch\",\"namespace\":\"n\",\"key\":\"a\",\"patch\":%s},"
            + "{\"op\":\"merge-patch\",\"namespace\":\"n\",\"key\":\"b\",\"patch\":{\"y\":2}}]}";

    var done = server.post("batch", operations.formatted("[{\"op\":\"remove\",\"path\":\"/x\"}]"));
    var fails = server.post("batch", operations.formatted("[{\"op\":\"remove\",\"path\":\"/x\"}]"));
    var wrong = server.post("batch", operations.formatted("{}"));

    assertThat(done.status()).isEqualTo(200);
    assertThat(server.get("n/a").body()).isEqualTo("{}");
    assertThat(server.get("n/b").body()).isEqualTo("{\"y\":2}");
    assertThat(fails.status()).isEqualTo(409);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(server.get("n/b/history").body().split("\"seq\"", -1)).hasSize(2);
  }

  @Test
  void aBatchHappensWholeOrNotAtAll() {
    server.put("n/a", "1");
    String guard = "\"preconditions\":[{\"if\":\"absent\",\"namespace\":\"n\",\"key\":\"%s\"}],";
    String work =
        "\"operations\":[{\"op\":\"put\",\"namespace\":\"n\",\"key\":\"b\",\"value\":2},"
            + "{\"op\":\"increment\",\"namespace\":\"n\",\"key\":\"count\",\"by\":5}]}";

    var refused = server.post("batch", "{" + guard.formatted("a") + work);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("current")).isNotNull();
    assertThat(server.get("n/b").status()).isEqualTo(404);
    var done = server.post("batch", "{" + guard.formatted("b") + work);
    assertThat(done.status()).isEqualTo(200);
    assertThat(server.get("n/count").body()).isEqualTo("5");
    assertThat(server.post("batch", "{\"operations\":[{\"op\":\"puts\"}]}").status())
        .isEqualTo(400);
  }

  @Test
  void queriesFilterSortPageAndCount() {
    server.put("n/a", "{\"age\":3}");
    server.put("n/b", "{\"age\":1}");
    server.put("n/c", "{\"age\":2}");

    var page = server.post("n/query", "{\"filter\":\"age < 3\",\"sort\":\"-age\",\"limit\":1}");
    assertThat(page.body()).startsWith("{\"documents\":[{\"key\":\"c\"").contains("\"next\":");
    var sums =
        server.post(
            "n/query",
            "{\"limit\":0,\"aggregates\":{\"n\":{\"count\":true},\"s\":{\"sum\":\"age\"}}}");
    assertThat(sums.json().get("aggregates")).isEqualTo(Json.parse("{\"n\":3,\"s\":6}"));
    var past = server.post("n/query", "{\"at\":2}");
    assertThat(past.body()).contains("\"key\":\"a\"").doesNotContain("\"key\":\"b\"");
    assertThat(server.post("n/query?format=lines", "").body().lines()).hasSize(3);
    assertThat(server.post("n/query", "{\"fliter\":1}").json().text("next")).contains("filter");
  }

  @Test
  void indexesAnswerTheSameAndAreShownByExplain() {
    for (int i = 0; i < 200; i++) {
      server.put("n/k" + i, "{\"age\":" + i % 50 + "}");
    }
    String query = "{\"filter\":\"age = 7\",\"sort\":\"age\"%s}";
    String before = server.post("n/query", query.formatted("")).body();

    assertThat(server.put("n/indexes/by-age", "{\"paths\":[\"age\"]}").status()).isEqualTo(201);

    assertThat(server.post("n/query", query.formatted(",\"explain\":true")).body())
        .contains("\"access\":\"index\"");
    assertThat(server.post("n/query", query.formatted("")).body()).isEqualTo(before);
    server.put("n/k7", "{\"age\":8}");
    server.ask("DELETE", "n/k57", "");
    server.put("n/new", "{\"age\":7}");
    assertThat(server.post("n/query", query.formatted("")).body())
        .contains("k107", "k157", "new")
        .doesNotContain("\"k7\"", "\"k57\"");
  }

  @Test
  void viewsFollowWhatIsWritten() {
    server.put("n/a", "{\"city\":\"Rome\",\"age\":3}");
    String view =
        "{\"group\":\"city\",\"aggregates\":{\"people\":{\"count\":\"$\"}},\"sort\":\"-people\"}";
    assertThat(server.put("n/views/cities", view).status()).isEqualTo(201);
    assertThat(server.get("n/views/cities").body()).contains("\"people\":1");

    server.put("n/b", "{\"city\":\"Oslo\"}");
    long seq = number(server.put("n/c", "{\"city\":\"Oslo\"}").json(), "seq");
    server.put("n/a", "{\"city\":\"Oslo\"}");

    var answer = server.get("n/views/cities?minSeq=" + seq);
    assertThat(answer.json().get("groups"))
        .isEqualTo(Json.parse("[{\"group\":{\"city\":\"Oslo\"},\"people\":3}]"));
    assertThat(server.get("n/views").body()).contains("\"name\":\"cities\"");
    assertThat(server.post("n/views/cities/refresh", "").status()).isEqualTo(200);
    assertThat(server.get("n/views/cities").json().get("groups"))
        .isEqualTo(answer.json().get("groups"));
    assertThat(server.get("n/views/cities?at=" + seq).json().get("groups"))
        .isEqualTo(
            Json.parse(
                "[{\"group\":{\"city\":\"Oslo\"},\"people\":2},{\"group\":{\"city\":\"Rome\"},\"people\":1}]"));
    assertThat(server.get("n/views/cities?at=1").status()).isEqualTo(404);
    assertThat(server.ask("DELETE", "n/views/cities", "").status()).isEqualTo(200);
    assertThat(server.get("n/views/cities").status()).isEqualTo(404);
    assertThat(server.get("namespaces").body()).doesNotContain("varve.");
    assertThat(server.put("varve.views/x", "{}").status()).isEqualTo(403);
  }

  @Test
  void schemasKeepWrongDocumentsOut() {
    assertThat(server.put("n/schema", "{\"type\":\"object\",\"required\":[\"name\"]}").status())
        .isEqualTo(201);

    assertThat(server.put("n/k", "{\"age\":1}").status()).isEqualTo(422);
    assertThat(server.put("n/k", "{\"name\":\"x\"}").status()).isEqualTo(201);
    assertThat(server.ask("PATCH", "n/k", "[{\"op\":\"remove\",\"path\":\"/name\"}]").status())
        .isEqualTo(422);
    String increment =
        "{\"operations\":[{\"op\":\"increment\",\"namespace\":\"n\",\"key\":\"i\",\"by\":5}]}";
    assertThat(server.post("batch", increment).status()).isEqualTo(422);
    assertThat(server.put("n/schema", "{\"type\":\"objekt\"}").status()).isEqualTo(400);
    assertThat(server.ask("DELETE", "n/schema", "").status()).isEqualTo(200);
    assertThat(server.put("n/k", "{\"age\":1}").status()).isEqualTo(200);
  }

  @Test
  void aValueThatComesAgainIsAnotherVersionOfTheSameValue() {
    String first = server.put("n/k", "{\"v\":\"A\",\"n\":1.0}").body();
    String second = server.put("n/k", "{\"v\":\"B\"}").body();
    String third = server.put("n/k", "{ \"n\": 1, \"v\": \"A\" }").body();
    var vids = new java.util.HashSet<Json>();
    var cids = new java.util.HashSet<Json>();
    for (String body : java.util.List.of(first, second, third)) {
      JsonObject receipt = (JsonObject) Json.parse(body);
      vids.add(receipt.get("vid"));
      cids.add(receipt.get("cid"));
    }

    assertThat(vids).as("three versions").hasSize(3);
    assertThat(cids).as("two values").hasSize(2);
    assertThat(server.get("n/k").header("etag"))
        .isEqualTo(
            server.get("n/k/at/" + ((JsonObject) Json.parse(first)).get("seq")).header("etag"));
  }

  @Test
  void watchersGetEveryVersionAsItComes() {
    server.put("n/a", "{\"age\":1}");
    server.put("n/b", "{\"age\":2}");
    try (var client = RawClient.connect(server.port)) {
      client.send(
          "GET /api/v1/n/watch?from=1&filter=age%20%3E%201 HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.readUntil("\"age\":2"))
          .contains("text/event-stream")
          .doesNotContain("\"age\":1");
      server.put("n/c", "{\"age\":7}");
      assertThat(client.readUntil("\"age\":7")).contains("id: 4\nevent: put\ndata: {");
    }
    JsonObject polled = server.get("n/watch?from=3&wait=1s").json();
    assertThat(number(polled, "next")).isEqualTo(5);
    assertThat(server.get("n/watch?from=5&wait=1ms").json().get("events"))
        .isEqualTo(Json.parse("[]"));
  }

  @Test
  void whatLivesInMemoryIsCountedAndCannotBeWatched() {
    server.put("s/config", "{\"retention\":{\"ttl\":\"1h\",\"entries\":2}}");
    server.put("s/a", "1");
    server.put("s/b", "22");

    assertThat(server.put("s/c", "3").status()).isEqualTo(507);
    assertThat(server.get("s/config").body())
        .contains("\"documents\":2", "\"versions\":2", "\"bytes\":5");
    assertThat(server.get("s/watch?wait=1ms").status()).isEqualTo(400);
  }

  @Test
  void piecesOfLargeValuesAreNoDocuments() {
    server.put("n/k", '"' + "x".repeat(2 << 20) + '"');

    for (String path :
        List.of("_chunks/keys", "_chunks/config", "_chunks/doc/x", "_chunks/watch")) {
      assertThat(server.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(server.post("_chunks/query", "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"retention\":{\"keepLast\":3},\"durability\":\"group\"} | 200",
        "{\"retention\":{\"squash\":\"1h\",\"after\":\"1d\"},\"quotaBytes\":1000} | 200",
        "{\"retention\":{\"ttl\":\"10m\",\"entries\":10}} | 200",
        "{\"retention\":\"none\"} | 400",
        "{\"retain\":\"all\"} | 400",
        "{\"durability\":\"maybe\"} | 400"
      })
  void namespacesAreConfigured(String config, int status) {
    assertThat(server.put("n/config", config).status()).isEqualTo(status);
    if (status == 200) {
      var wanted = ((JsonObject) Json.parse(config)).members();
      assertThat(server.get("n/config").json().members()).containsAllEntriesOf(wanted);
    }
  }

  @Test
  void accessThatOnlyReadsOneNamespaceReachesNoMore() {
    try (var guarded =
        new StoreServer(StoreAccess.of("eve", Set.of("pub*"), StoreAccess.Role.READ))) {
      guarded.store.put("public", "k", Json.of(1));
      guarded.store.put("secret", "k", Json.of(1));

      assertThat(guarded.get("public/k").status()).isEqualTo(200);
      assertThat(guarded.get("secret/k").status()).isEqualTo(403);
      assertThat(guarded.put("public/k", "2").status()).isEqualTo(403);
      assertThat(guarded.post("compact", "").status()).isEqualTo(403);
      assertThat(guarded.get("namespaces").body()).contains("public").doesNotContain("secret");
    }
  }

  @Test
  void theCallersOwnNameWinsOverTheHeader() {
    try (var known = new StoreServer(StoreAccess.of("key:ci", Set.of(), StoreAccess.Role.WRITE))) {
      known.put("n/k", "1", "x-varve-author: somebody-else");

      assertThat(known.get("n/k?envelope=true").json().text("author")).isEqualTo("key:ci");
    }
  }
}
