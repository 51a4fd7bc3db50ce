package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.testkit.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sends who means harm, or knows no better. Each is answered at once with what is
/// wrong, where, and what to do; nothing of it is done, and the next request is served.
final class StoreApiHostileTest {
  private static final String DIGITS = "1".repeat(100_000);
  private final StoreServer server = new StoreServer();

  @BeforeEach
  void seed() {
    server.put("n/k", "{\"a\":1,\"s\":\"abc\",\"l\":[1,2]}");
    server.put("n/text", "\"x\"");
    server.put("n/huge", "1e9999");
    server.put("n/long", "{\"s\":\"" + "x".repeat(1_000_000) + "\"}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// @param where part of the place that is told
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Call(String method, String path, byte[] body, int status, String where) {
    static Call of(String method, String path, String body, int status, String where) {
      return new Call(method, path, body.getBytes(StandardCharsets.UTF_8), status, where);
    }

    static Call query(String body, String where) {
      return of("POST", "n/query", body, 400, where);
    }

    @Override
    public String toString() {
      String text = new String(body, StandardCharsets.ISO_8859_1);
      return method + " " + shorten(path) + " " + shorten(text);
    }

    private static String shorten(String text) {
      return text.length() > 60 ? text.substring(0, 59) + "…" : text;
    }
  }

  private StoreServer.Answer send(Call call, String... headers) {
    var head = new StringBuilder(call.method + " /api/v1/" + call.path + " HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\nContent-Length: " + call.body.length);
    for (String header : headers) {
      head.append("\r\n").append(header);
    }
    try (var client = RawClient.connect(server.port)) {
      return StoreServer.parse(client.send(head + "\r\n\r\n").send(call.body).readToEnd());
    }
  }

  private void assertRefused(Call call, String... headers) {
    long before = server.store.seq();

    StoreServer.Answer answer = send(call, headers);

    assertThat(answer.status()).as(answer.body()).isEqualTo(call.status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    JsonObject problem = answer.json();
    assertThat(problem.text("code")).matches("E1[36]\\d\\d");
    assertThat(problem.text("where")).isNotEmpty().contains(call.where);
    assertThat(problem.text("detail")).contains("must ").hasSizeLessThan(1_000);
    assertThat(problem.text("next")).isNotEmpty();
    boolean audited = call.status == 403; // which is a version of its own
    assertThat(server.store.seq()).isBetween(before, audited ? before + 2 : before);
  }

  @ParameterizedTest
  @MethodSource({"documents", "filters", "expressions", "queries", "names", "parameters"})
  void isRefusedWithItsPlaceAndTheNextStep(Call call) {
    assertRefused(call);
  }

  @ParameterizedTest
  @MethodSource({"batches", "patches", "schemas", "settings"})
  void isRefusedAndNothingOfItIsDone(Call call) {
    assertRefused(call);
  }

  static Stream<Call> documents() {
    var calls = new ArrayList<Call>();
    List.of(
            "1e10000",
            "-1e-99999999999999999999",
            "123e9999",
            DIGITS,
            "",
            " ",
            "\uFEFF{}",
            "{} {}",
            "NaN",
            "'a'",
            "{a:1}",
            "[1,]",
            "// c\n1",
            "01",
            "+1",
            ".5",
            "1.",
            "\"\\ud800\"",
            "\u0000",
            "\"\\udc00\\ud800\"",
            "\"a\nb\"",
            "\"\\x\"",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"b\":2}}",
            "[".repeat(65) + "]".repeat(65),
            "{\"a\":".repeat(10_000))
        .forEach(body -> calls.add(put(body.getBytes(StandardCharsets.UTF_8))));
    calls.add(put(new byte[] {'"', (byte) 0xff, '"'}));
    calls.add(put(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}));
    calls.add(put(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}));
    calls.add(put("{}".getBytes(StandardCharsets.UTF_16)));
    return calls.stream();
  }

  /// What was read, but would be written as nobody reads it, is too large.
  private static Call put(byte[] body) {
    boolean read = new String(body, StandardCharsets.UTF_8).equals("123e9999");
    return new Call("PUT", "n/x", body, read ? 413 : 400, read ? "n/x" : "body");
  }

  static Stream<Call> filters() {
    return Stream.of(
        Call.query(filter("a > " + DIGITS), "filter:1:65537"),
        Call.query(filter("a > 1e99999"), "filter:1:5"),
        Call.query("{\"filter\":{\"a\":{\"gt\":" + DIGITS + "}}}", "body"),
        Call.query(filter("(".repeat(10_000) + "a=1" + ")".repeat(10_000)), "filter:1:65"),
        Call.query(filter("not ".repeat(10_000) + "a=1"), "filter:1:257"),
        Call.query(filter("a=1" + " or a=1".repeat(100_000)), "filter:1:65537"),
        Call.query("{\"filter\":" + "{\"not\":".repeat(10_000) + "{}" + "}".repeat(10_001), "body"),
        Call.query(filter("a.".repeat(10_000) + "a = 1"), "filter:1:"),
        Call.query(filter("a[99999999999] = 1"), "filter:1:3"),
        Call.query(filter(""), "filter:1:1"),
        Call.query(filter("a = 'x"), "filter:1:5"),
        Call.query("{\"filter\":[]}", "query#/filter"));
  }

  private static String filter(String text) {
    return Json.of("filter", Json.of(text)).compact();
  }

  static Stream<Call> expressions() {
    return Stream.of(
            "a".repeat(1_000_000),
            "(a{1000}){1000}",
            "((a{1000}){1000}){1000}",
            "((((a{99}){99}){99}){99}){99}",
            "(a?){1000}".repeat(90),
            "([^]]{500}|\\Q((\\E){1000}",
            "a{1001}",
            "(a)\\1",
            "a(")
        .map(each ->
            Call.query(
                Json.of("filter", Json.of("s", Json.of("regex", Json.of(each)))).compact(),
                "query#/filter/s/regex"));
  }

  static Stream<Call> queries() {
    String thousand =
        Json.of(IntStream.range(0, 1_000).mapToObj(i -> Json.of("f" + i)).toList()).compact();
    var calls = new ArrayList<Call>();
    calls.add(Call.query("{\"sort\":" + thousand + "}", "query#"));
    calls.add(Call.query("{\"fields\":" + thousand + "}", "query#"));
    calls.add(Call.query("{\"group\":" + thousand + "}", "query#"));
    for (String number : List.of("9223372036854775808", "-1", "1.5", "1e400", "\"1\"", "null")) {
      calls.add(Call.query("{\"offset\":" + number + "}", "query#/offset"));
      calls.add(Call.query("{\"limit\":" + number + "}", "query#/limit"));
      calls.add(Call.query("{\"at\":" + number.replace("\"1\"", "{}") + "}", "body#/at"));
    }
    for (String cursor : List.of("%%%", "AAAAAAAAAAAA", "", "A".repeat(1_000_000))) {
      calls.add(Call.query(Json.of("cursor", Json.of(cursor)).compact(), "cursor"));
    }
    calls.add(Call.query("{\"filte\":1}", "query#/filte"));
    calls.add(Call.query("{\"explain\":\"yes\"}", "body#/explain"));
    calls.add(Call.query("[]", "body"));
    calls.add(Call.of("POST", "n/query?format=xml", "{}", 400, "format"));
    calls.add(Call.of("POST", "nope/query", "{}", 404, "nope"));
    return calls.stream();
  }

  static Stream<Call> names() {
    var calls = new ArrayList<Call>();
    for (String key : List.of("%ED%A0%80", "%C0%AF", "%FF", "%zz", "%2", "%")) {
      calls.add(Call.of("PUT", "n/doc/" + key, "1", 400, "target"));
    }
    calls.add(Call.of("PUT", "n/" + "a".repeat(1025), "1", 400, "a key"));
    calls.add(Call.of("PUT", "n/" + "%C3%A9".repeat(513), "1", 400, "a key"));
    for (String none : List.of("n/doc/", "n/", "n//a", "n/a/", "n/a/b")) {
      calls.add(Call.of("PUT", none, "1", 404, "n/"));
    }
    for (String space :
        List.of("%2F", "A", "-a", "a".repeat(64), "_x", "_once", "..", "a%00", "%F0%9F%98%80")) {
      calls.add(Call.of("PUT", space + "/k", "1", 400, "a namespace"));
      calls.add(Call.of("GET", space + "/k", "", 404, "/k"));
      calls.add(Call.of("PUT", space + "/config", "{}", 400, ""));
    }
    calls.add(Call.of("PUT", "varve.keys/k", "1", 403, "varve.keys"));
    calls.add(Call.of("PUT", "_chunks/k", "1", 404, "_chunks"));
    return calls.stream();
  }

  static Stream<Call> parameters() {
    var calls = new ArrayList<Call>();
    for (String point :
        List.of(
            "-1", "", "x", "9223372036854775808", "2026-02-30", "now--5m", "now-9999999999999d")) {
      calls.add(Call.of("GET", "n/k?at=" + point, "", 400, "at"));
      calls.add(Call.of("GET", "n/k/diff?from=" + point, "", 400, "from"));
      calls.add(Call.of("POST", "n/k/revert?to=" + point, "", 400, "to"));
      calls.add(Call.of("GET", "n/keys?at=" + point, "", 400, "at"));
    }
    calls.add(Call.of("GET", "n/k?at=1969-12-31", "", 404, "n/k"));
    calls.add(Call.of("GET", "n/k?at=" + "f".repeat(64), "", 404, "n/k"));
    calls.add(Call.of("GET", "n/k?at=tag:nope", "", 404, "tag:nope"));
    for (String number : List.of("-1", "x", "99999999999999999999")) {
      calls.add(Call.of("GET", "n/k/history?limit=" + number, "", 400, "limit"));
      calls.add(Call.of("GET", "n/k/history?before=" + number, "", 400, "before"));
      calls.add(Call.of("GET", "n/keys?limit=" + number, "", 400, "limit"));
      calls.add(Call.of("GET", "backup?after=" + number, "", 400, "after"));
      calls.add(Call.of("GET", "n/watch?from=" + number, "", 400, "from"));
      calls.add(Call.of("GET", "n/watch?wait=" + number, "", 400, "wait"));
    }
    calls.add(Call.of("GET", "n/watch?filter=a%20like", "", 400, "filter:1:3"));
    calls.add(Call.of("GET", "n/watch?type=frob", "", 400, "type"));
    calls.add(Call.of("TRACE", "n/k", "", 405, "GET"));
    return calls.stream();
  }

  static Stream<Call> batches() {
    String good = "{\"op\":\"put\",\"namespace\":\"n\",\"key\":\"half\",\"value\":1}";
    String absent = "{\"if\":\"absent\",\"namespace\":\"n\",\"key\":\"z\"}";
    String add = "{\"op\":\"increment\",\"namespace\":\"n\",\"key\":\"%s\",\"by\":1%s}";
    return Stream.of(
        batch(400, "body", operations((good + ",").repeat(4_096) + good)),
        batch(400, "body", operations((good + ",").repeat(10_000) + good)),
        batch(
            400,
            "body",
            "{\"preconditions\":["
                + (absent + ",").repeat(9_999)
                + absent
                + "],\"operations\":["
                + good
                + "]}"),
        batch(400, "body", "{}"),
        batch(400, "body#/operations", "{\"operations\":{}}"),
        batch(400, "body#/operations/1", operations(good + ",5")),
        batch(400, "body#/operations/1/op", operations(good + "," + good.replace("put", "frob"))),
        batch(400, "body#/operations/0/valeu", operations(good.replace("value", "valeu"))),
        batch(400, "a key", operations(good + "," + good.replace("half", ""))),
        batch(400, "a namespace", operations(good + "," + good.replace("\"n\"", "\"N\""))),
        batch(400, "path:1:3", operations(good + "," + add.formatted("k", ",\"path\":\"a..\""))),
        batch(422, "n/text", operations(good + "," + add.formatted("text", ""))),
        batch(422, "n/huge", operations(good + "," + add.formatted("huge", ""))),
        batch(404, "n/half", operations(good + "," + revert(Long.MAX_VALUE))),
        batch(404, "n/half", operations(good + "," + revert(-1))),
        batch(400, "body#/author", "{\"author\":5,\"operations\":[" + good + "]}"),
        batch(400, "body#/once", "{\"once\":5,\"operations\":[" + good + "]}"),
        batch(400, "body", "{\"once\":\"" + "a".repeat(257) + "\",\"operations\":[" + good + "]}"));
  }

  private static Call batch(int status, String where, String body) {
    return Call.of("POST", "batch", body, status, where);
  }

  private static String operations(String list) {
    return "{\"operations\":[" + list + "]}";
  }

  private static String revert(long to) {
    return "{\"op\":\"revert\",\"namespace\":\"n\",\"key\":\"half\",\"to\":" + to + "}";
  }

  static Stream<Call> patches() {
    String first = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},";
    String more = "{\"op\":\"copy\",\"from\":\"/l\",\"path\":\"/l/-\"},";
    String twice = "{\"op\":\"copy\",\"from\":\"/s\",\"path\":\"/t%d\"}";
    String nest = "[".repeat(60) + "]".repeat(60);
    return Stream.of(
        patch(409, "patch/1", first + "{\"op\":\"remove\",\"path\":\"/zz\"}]"),
        patch(409, "patch/1", first + "{\"op\":\"test\",\"path\":\"/a\",\"value\":3}]"),
        patch(409, "patch/1", first + "{\"op\":\"move\",\"from\":\"/l\",\"path\":\"/l/0\"}]"),
        patch(400, "patch/1/path", first + "{\"op\":\"add\",\"path\":\"a\",\"value\":1}]"),
        patch(400, "patch/1", first + "5]"),
        patch(400, "patch", "{\"a\":2}"),
        patch(
            413,
            "patch/",
            "["
                + more.repeat(400)
                + "{\"op\":\"test\",\"path\":\"\"}]".replace("\"\"}", "\"\",\"value\":1}")),
        patch(
            413,
            "n/k",
            "[{\"op\":\"add\",\"path\":\"/d\",\"value\":"
                + nest
                + "},{\"op\":\"add\",\"path\":\"/d"
                + "/0".repeat(59)
                + "/-\",\"value\":"
                + nest
                + "}]"),
        patch(400, "patch", "[" + first.substring(1).repeat(10_001) + "5]"),
        Call.of(
            "PATCH",
            "n/long",
            "["
                + String.join(",", IntStream.range(0, 4_000).mapToObj(twice::formatted).toList())
                + "]",
            413,
            "patch/"));
  }

  private static Call patch(int status, String where, String body) {
    return Call.of("PATCH", "n/k", body, status, where);
  }

  static Stream<Call> schemas() {
    return Stream.of(
            "{\"$ref\":\"#\"}",
            "{\"allOf\":[{\"$ref\":\"#\"}]}",
            "{\"$ref\":\"http://127.0.0.1:1/x.json\"}",
            "{\"$ref\":\"file:///etc/passwd\"}",
            "{\"$ref\":\"#/nope\"}",
            "{\"$schema\":\"http://127.0.0.1:1/\"}",
            "{\"pattern\":\"" + "a".repeat(100_000) + "\"}",
            "{\"pattern\":\"((a{1000}){1000}){1000}\"}",
            "{\"patternProperties\":{\"((a{100}){100}){100}\":{}}}",
            "{\"maxLength\":1e400}",
            "{\"multipleOf\":0}",
            "5")
        .map(body -> Call.of("PUT", "s/schema", body, 400, "schema#"));
  }

  static Stream<Call> settings() {
    var calls = new ArrayList<Call>();
    for (String config :
        List.of(
            "{\"retention\":{\"keepLast\":0}}",
            "{\"retention\":{\"keepLast\":1e400}}",
            "{\"retention\":{\"keepFor\":\"99999999999d\"}}",
            "{\"retention\":{\"ttl\":\"0s\",\"entries\":1}}",
            "{\"quotaBytes\":-1}",
            "{\"quotaBytes\":1e400}",
            "{\"frob\":1}")) {
      calls.add(Call.of("PUT", "c/config", config, 400, "config"));
    }
    calls.add(Call.of("PUT", "n/indexes/i", "{\"paths\":[\"a\",\"a\"]}", 400, "index"));
    calls.add(Call.of("PUT", "n/indexes/i", "{\"paths\":[\"a..\"]}", 400, "path:1:3"));
    calls.add(Call.of("PUT", "n/views/v", "{\"filter\":\"(((\"}", 400, "filter:1:4"));
    calls.add(Call.of("PUT", "n/views/v", "{\"cursor\":\"x\"}", 400, "view"));
    for (String seq : List.of("0", "-1", "1e400", "1.5", "\"1\"")) {
      calls.add(Call.of("POST", "tags", "{\"name\":\"t\",\"seq\":" + seq + "}", 400, "body#/seq"));
    }
    calls.add(Call.of("POST", "tags", "{\"name\":\"t\",\"seq\":99999999}", 404, "a tag"));
    calls.add(Call.of("POST", "keys", "{\"name\":\"a\",\"grants\":[]}", 400, "body"));
    return calls.stream();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%2F",
        "%25",
        "%2E",
        "..",
        "%00",
        "%F0%9F%98%80",
        "%0D%0A",
        "%5C",
        "+",
        "a;b",
        "a%3Fb",
        "%22",
        "%EF%BF%BF",
        "%E2%80%AE",
        "%EF%BB%BF",
        "keys",
        "query",
        "doc",
        "%3Cscript%3E"
      })
  void everyOddKeyIsKeptAsItIs(String key) {
    assertThat(send(Call.of("PUT", "odd/doc/" + key, "1", 201, "")).status()).isEqualTo(201);
    assertThat(server.get("odd/doc/" + key).body()).isEqualTo("1");
    String decoded = StoreRequest.of("GET", "odd/doc/" + key).path().getLast();
    assertThat(server.store.get("odd", decoded)).isPresent();
  }

  @Test
  void aKeyMayHaveAKibibyteOfUtf8() {
    for (String key : List.of("a".repeat(1024), "%C3%A9".repeat(512), "%F0%9F%98%80".repeat(256))) {
      assertThat(server.put("odd/" + key, "1").status()).isEqualTo(201);
      assertThat(server.get("odd/" + key).body()).isEqualTo("1");
    }
  }

  @Test
  void numbersOfAnySizeThatIsReadAreExact() {
    assertThat(server.put("big/k", "1e400").status()).isEqualTo(201);
    assertThat(server.get("big/k").body()).isEqualTo("1e400");
    assertThat(server.post("big/query", "{\"filter\":\"$ > 1e399\",\"limit\":0}").status())
        .isEqualTo(200);
    String batch =
        "{\"preconditions\":[{\"if\":\"field\",\"namespace\":\"big\",\"key\":\"k\",\"path\":\"$\","
            + "\"is\":\"gt\",\"value\":9e399}],\"operations\":[{\"op\":\"increment\",\"namespace\":\"big\","
            + "\"key\":\"k\",\"by\":1e400}]}";
    assertThat(server.post("batch", batch).status()).isEqualTo(200);
    assertThat(server.get("big/k").body()).isEqualTo("2e400");
  }

  @Test
  void aCursorOfAnotherQueryIsRefused() {
    server.put("cursors/a", "1");
    server.put("cursors/b", "2");
    String next = server.post("cursors/query", "{\"sort\":\"$\",\"limit\":1}").json().text("next");
    String body = "{\"sort\":\"-$\",\"limit\":1,\"cursor\":\"" + next + "\"}";

    assertRefused(Call.of("POST", "cursors/query", body, 400, "cursor"));
    assertThat(server.post("cursors/query", "{\"limit\":0}").status()).isEqualTo(200);
  }

  static final List<String> NO_TAGS =
      List.of("x", "\"x", "\"x\" \"y\"", "*, \"x\"", "W/", "\"" + "a".repeat(9_000));

  @ParameterizedTest
  @FieldSource("NO_TAGS")
  void conditionsThatAreNoTagsAreRefused(String list) {
    assertRefused(Call.of("PUT", "n/k", "1", 400, "if-match"), "If-Match: " + list);
    assertRefused(Call.of("PUT", "n/k", "1", 400, "if-none-match"), "If-None-Match: " + list);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "\"x\"", "W/\"x\"", "\"a,b\"", "\"x\",", "\"x\" , ,\"y\"", "\"\""})
  void conditionsOnOtherTagsDoNotHold(String list) {
    assertRefused(Call.of("PUT", "n/k", "1", 412, "n/k"), "If-Match: " + list);
    String tag = server.get("n/k").header("etag");
    assertThat(server.get("n/k", "If-None-Match: " + list + ", W/" + tag).status()).isEqualTo(304);
    assertRefused(Call.of("PUT", "n/k", "1", 412, "n/k"), "If-Match: W/" + tag);
  }

  @Test
  void aThousandTagsAreLookedThrough() {
    server.put("tags/k", "1");
    String many = "\"a\", ".repeat(1_000) + server.get("tags/k").header("etag");

    assertThat(server.put("tags/k", "2", "If-Match: " + many).status()).isEqualTo(200);
  }

  @Test
  void anIdempotencyKeyStandsForOneRequest() {
    String once = "Idempotency-Key: abc";
    var first = server.put("once/k", "1", once);

    assertThat(server.put("once/k", "1", once).json()).isEqualTo(first.json());
    assertRefused(Call.of("PUT", "once/k", "2", 409, "abc"), once);
    assertRefused(Call.of("PUT", "once/other", "1", 409, "abc"), once);
    assertRefused(Call.of("DELETE", "once/k", "", 409, "abc"), once);
    String long257 = "Idempotency-Key: " + "a".repeat(257);
    assertRefused(Call.of("PUT", "once/k", "1", 400, "idempotency-key"), long257);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/merge-patch+json",
        "Application/Merge-Patch+JSON; charset=utf-8",
        "application/merge-patch+json;x=\"y\""
      })
  void aMergePatchIsKnownByItsMediaTypeHoweverItIsWritten(String type) {
    server.put("types/k", "{\"a\":1}");

    assertThat(server.ask("PATCH", "types/k", "{\"a\":2}", "Content-Type: " + type).status())
        .isEqualTo(200);
    assertRefused(
        Call.of("PATCH", "types/k", "{\"a\":3}", 400, "patch"),
        "Content-Type: application/merge-patchwork");
  }

  @Test
  void aSchemaThatNeverEndsIsCutOff() {
    var parts = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/a" + (i + 1) + "\"}";
      parts.add("\"a" + i + "\":{\"allOf\":[" + next + "," + next + "]}");
    }
    parts.add("\"a40\":{\"type\":\"number\"}");
    String bomb = "{\"$defs\":{" + String.join(",", parts) + "},\"$ref\":\"#/$defs/a0\"}";
    assertThat(server.put("bomb/schema", bomb).status()).isEqualTo(201);
    assertRefused(Call.of("PUT", "bomb/k", "1", 422, "a document"));

    server.put("parts/schema", "{\"items\":{\"multipleOf\":1.1e-9999}}");
    String body = "[1.7e9999" + ",1.7e9999".repeat(2_000) + "]";
    assertRefused(Call.of("PUT", "parts/k", body, 422, ""));
  }

  @Test
  void afterAllOfItThePatchedDocumentIsAsItWas() {
    patches().forEach(call -> assertRefused(call));

    assertThat(server.get("n/k").body()).isEqualTo("{\"a\":1,\"l\":[1,2],\"s\":\"abc\"}");
    assertThat(server.get("status").body()).contains("\"healthy\":true");
    assertThat(server.get("n/half").status()).isEqualTo(404);
  }
}
