package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.Exit;
import dev.varve.base.json.JsonObject;
import dev.varve.control.Admin;
import dev.varve.control.AdminParts;
import dev.varve.control.AdminToken;
import dev.varve.control.Readiness;
import dev.varve.control.store.StoreApi;
import dev.varve.control.store.StoreService;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.program.instance.RunFile;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command of the group `db` does the same to a data directory that nobody uses, through the
/// server that runs on it, and at a URL.
final class DbCommandsTest {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final Pattern VARYING =
      Pattern.compile("[0-9a-f]{64}|vk_[0-9a-f]{16}_[\\w-]{43}|\\b[0-9a-f]{16}\\b");

  /// What is typed into the shell.
  private static final String TYPED =
      """
      # a remark
      set people zoe '{"name": "O\\u0027Hara \\"Z\\" "}' --message 'from the shell'

      get people zoe
      log people zoe -o yaml
      help get
      get people nobody
      set people never 1
      """;

  @TempDir Path folder;

  /// What a command printed and how it ended.
  private record Ran(Exit exit, String out, String err) {}

  private final CommandTree tree = CommandTree.of(AllCommands.list());

  private Ran run(Map<String, String> environment, List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var say = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      Exit exit =
          tree.run(
              new Terminal(
                  new ByteArrayInputStream(TYPED.getBytes(StandardCharsets.UTF_8)),
                  print,
                  say,
                  () -> false),
              folder,
              environment,
              words.toArray(String[]::new));
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  private Ran embedded(String... words) {
    var all = new ArrayList<>(List.of("db"));
    all.addAll(List.of(words));
    return run(Map.of("VARVE_DATA", "alone"), all);
  }

  /// Everything that can be asked, in an order that makes sense.
  private static final List<List<String>> SCRIPT =
      List.of(
          List.of(
              "set",
              "people",
              "ann",
              "{\"age\":31,\"city\":\"Rome\"}",
              "--author",
              "Zoë",
              "--message",
              "100% new"),
          List.of("set", "people", "bob", "{\"age\":25,\"city\":\"Oslo\",\"tags\":[\"x\"]}"),
          List.of("set", "people", "a/b ü", "{\"age\":40,\"city\":\"Rome\"}"),
          List.of("set", "people", "query", "{\"age\":1}"),
          List.of("set", "people", "ann", "@ann.json"),
          List.of("set", "people", "ann", "{\"age\": }"),
          List.of("set", "people", "ann", "1", "--if-absent"),
          List.of("set", "people", "ann", "1", "--if-vid", "0".repeat(64)),
          List.of("set", "Bad Name", "ann", "1"),
          List.of("get", "people", "ann"),
          List.of("get", "people", "ann", "--at", "2"),
          List.of("get", "people", "ann", "--at", "now-1h"),
          List.of("get", "people", "ann", "--at", "tomorrow"),
          List.of("get", "people", "a/b ü", "--envelope"),
          List.of("get", "people", "nobody"),
          List.of("get", "nowhere", "nobody"),
          List.of("log", "people", "ann"),
          List.of("log", "people", "ann", "-o", "json", "--limit", "1"),
          List.of("log", "people", "ann", "-o", "xml"),
          List.of("diff", "people", "ann"),
          List.of("diff", "people", "ann", "--from", "2", "--to", "now"),
          List.of("blame", "people", "ann"),
          List.of("log", "people", "ann", "--at", "2"),
          List.of("log", "people", "ann", "--at", "1"),
          List.of("blame", "people", "ann", "--at", "2", "-o", "yaml"),
          List.of("get", "people", "ann", "-o", "yaml"),
          List.of("get", "people", "ann", "-o", "table"),
          List.of("diff", "people", "ann", "-o", "yaml"),
          List.of("query", "people", "--sort", "age", "-o", "table"),
          List.of("query", "people", "--group", "city", "--count", "-o", "table"),
          List.of("export", "people", "--at", "3"),
          List.of("export", "people", "-o", "yaml"),
          List.of("ns", "-o", "yaml"),
          List.of("du"),
          List.of("shell"),
          List.of("list", "people"),
          List.of("list", "people", "--prefix", "a", "-o", "json"),
          List.of("list", "nowhere"),
          List.of(
              "query",
              "people",
              "--filter",
              "age > 30",
              "--sort",
              "-age",
              "--limit",
              "1",
              "--fields",
              "age"),
          List.of(
              "query", "people", "--count", "--sum", "age", "--avg", "age", "--min", "age", "--max",
              "age"),
          List.of(
              "query",
              "people",
              "--group",
              "city",
              "--count",
              "--distinct",
              "age",
              "--sort",
              "-count"),
          List.of("query", "people", "--filter", "age >"),
          List.of("query", "people", "--at", "3", "--count"),
          List.of("index", "create", "people", "by-age", "age"),
          List.of("index", "list", "people"),
          List.of("query", "people", "--filter", "age = 25", "--explain"),
          List.of("query", "people", "--filter", "age = 25"),
          List.of("index", "delete", "people", "by-age"),
          List.of("index", "delete", "people", "by-age"),
          List.of("view", "create", "people", "cities", "--group", "city", "--count"),
          List.of("view", "list", "people"),
          List.of("view", "query", "people", "cities"),
          List.of("view", "query", "people", "cities", "--at", "4"),
          List.of("view", "query", "people", "cities", "--at", "now"),
          List.of("view", "list", "people", "--at", "3"),
          List.of("view", "refresh", "people", "cities"),
          List.of("view", "delete", "people", "cities"),
          List.of("view", "query", "people", "cities"),
          List.of("watch", "people", "--from", "1", "--limit", "2"),
          List.of("watch", "people", "--from", "1", "--filter", "age = 25", "--timeout", "10ms"),
          List.of("watch", "people", "--from", "1", "--key", "bob", "--timeout", "10ms"),
          List.of("watch", "people", "--from", "1", "--type", "delete", "--timeout", "10ms"),
          List.of("watch", "people", "--from", "1", "--limit", "1", "-o", "table"),
          List.of("watch", "people", "--type", "vanish", "--timeout", "10ms"),
          List.of("export", "people"),
          List.of("export", "people", "--history"),
          List.of("export", "people", "--history", "--at", "3"),
          List.of("import", "copy", "lines.jsonl", "--author", "loader"),
          List.of("import", "copy", "broken.jsonl"),
          List.of("list", "copy"),
          List.of("schema", "copy", "{\"type\":\"object\"}"),
          List.of("schema", "copy"),
          List.of("schema", "copy", "--at", "1"),
          List.of("set", "copy", "wrong", "1"),
          List.of("tag"),
          List.of("tag", "early", "--seq", "3", "--ns", "people", "--author", "ann"),
          List.of("tag", "now"),
          List.of("tag", "never", "--seq", "4711"),
          List.of("tag", "never", "--seq", "soon"),
          List.of("tag", "never", "--ns", "nowhere"),
          List.of("tag"),
          List.of("tag", "-o", "json"),
          List.of("get", "people", "ann", "--at", "tag:early"),
          List.of("get", "people", "ann", "--at", "tag:nobody"),
          List.of("list", "people", "--at", "tag:early"),
          List.of("query", "people", "--at", "tag:early", "--count"),
          List.of("untag", "now"),
          List.of("untag", "now"),
          List.of("retention", "people", "--keep-last", "1"),
          List.of("retention", "people"),
          List.of("retention", "people", "--keep-last", "many"),
          List.of("compact"),
          List.of("verify"),
          List.of("backup", "--output", "WAY.backup"),
          List.of("backup", "--output", "WAY.backup"),
          List.of("ns"),
          List.of("del", "people", "bob"),
          List.of("del", "people", "bob"),
          List.of("get", "people", "bob"),
          List.of("set", "other", "k", "1"),
          List.of("set", "other", "k", "2"),
          List.of("revert", "other", "k", "--to", "now-1h"),
          List.of("ns", "-o", "json"),
          List.of("del", "other", "k", "--erase"),
          List.of("log", "other", "k"),
          List.of("keys", "create", "ci", "--write", "app*,x", "--admin", "y", "--expires", "90d"),
          List.of("keys", "create", "ci", "--read", "No Name"),
          List.of("keys", "create", "two words", "--read", "*"),
          List.of("keys", "create", "ci", "--read", "x", "--expires", "yesterday"),
          List.of("keys", "create", "ci"),
          List.of("keys", "ls"),
          List.of("keys", "ls", "-o", "yaml"),
          List.of("keys", "revoke", "0123456789abcdef"),
          List.of("audit", "--limit", "3"),
          List.of("audit", "--denied"));

  private String transcript(String way, Map<String, String> environment, List<String> where) {
    var text = new StringBuilder();
    for (List<String> words : SCRIPT) {
      boolean other = words.getFirst().equals("keys") || words.getFirst().equals("audit");
      var all = new ArrayList<String>(other ? List.of() : List.of("db"));
      words.forEach(word -> all.add(word.replace("WAY", way)));
      all.addAll(where);
      Ran ran = run(environment, all);
      text.append("$ varve db ").append(String.join(" ", words)).append('\n');
      text.append(ran.out()).append(ran.err()).append("exit ").append(ran.exit()).append('\n');
    }
    String plain = text.toString().replace(folder.resolve(way).toString(), "WAY");
    return withNames(plain);
  }

  /// Ids and times differ from store to store: each id gets a name where it first appears. Times
  /// have one, as two versions may be of the same millisecond in one store and not in the other.
  private static String withNames(String text) {
    var names = new HashMap<String, String>();
    Matcher varying = VARYING.matcher(TIME.matcher(text).replaceAll("<time>"));
    return varying
        .replaceAll(found -> names.computeIfAbsent(found.group(), _ -> "<" + names.size() + ">"))
        .replaceAll(" +", " ")
        .replaceAll("\"(<\\w+>)\"", "$1"); // YAML quotes some of them only
  }

  private void writeInputs() throws IOException {
    Files.writeString(folder.resolve("ann.json"), "{\"age\": 32, \"city\": \"Rome\"}\n");
    Files.writeString(
        folder.resolve("lines.jsonl"),
        "{\"key\":\"a\",\"value\":{}}\n{\"key\":\"b\",\"value\":{}}\n");
    Files.writeString(folder.resolve("broken.jsonl"), "{\"key\":\"a\"}\n");
  }

  /// A server on a data directory, as `varve serve` has it.
  private static final class Server implements AutoCloseable {
    private final Loops loops = Loops.start(1);
    private final HttpServer server = new HttpServer(loops);
    private final Store store;
    private final StoreService service;
    private final AdminToken token;
    private final String url;

    Server(Path data) throws IOException {
      Files.createDirectories(data);
      store = LocalStore.open(data.resolve("store"));
      service = new StoreService(store, Clock.SYSTEM);
      token = AdminToken.of(data);
      var parts =
          new AdminParts(
              new Readiness(),
              List.of(),
              () -> JsonObject.EMPTY,
              () -> {},
              Map.of("/api/v1/", new StoreApi(service, "/api/v1/")));
      int port = server.listen(ListenerOptions.onLoopback(0), new Admin(token, parts)).port();
      url = "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
      service.close();
      server.close();
      loops.close();
      store.close();
    }
  }

  @Test
  void everyCommandDoesTheSameAllThreeWays() throws IOException {
    writeInputs();
    String alone = transcript("alone", Map.of(), List.of("--data", "alone"));

    String running;
    try (var server = new Server(folder.resolve("served"))) {
      RunFile.ofThisProcess(server.url).write(folder.resolve("served"));
      running = transcript("served", Map.of(), List.of("--data", "served"));
    }
    String remote;
    try (var server = new Server(folder.resolve("far"))) {
      remote =
          transcript(
              "far", Map.of("VARVE_TOKEN", server.token.text()), List.of("--url", server.url));
    }

    assertThat(running.lines()).containsExactlyElementsOf(alone.lines().toList());
    assertThat(remote.lines()).containsExactlyElementsOf(alone.lines().toList());
    assertThat(alone).doesNotContain("E1099").contains("Zoë", "100% new", "O'Hara");
  }

  @Test
  void theTranscriptHasEveryCommandOfTheGroup() {
    var missing =
        tree.names("db").stream()
            .filter(name -> !name.equals("restore"))
            .filter(name ->
                SCRIPT.stream()
                    .noneMatch(words -> (String.join(" ", words) + " ").startsWith(name + " ")))
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void anExportWithItsHistoryIsImportedAsItWas() throws IOException {
    embedded("set", "people", "ann", "1", "--author", "zoe", "--message", "first");
    embedded("set", "people", "ann", "2", "--author", "bob");
    embedded("set", "people", "cy", "7");
    embedded("del", "people", "ann", "--author", "zoe");

    Ran exported = embedded("export", "people", "--history");
    Files.writeString(folder.resolve("all.jsonl"), exported.out());
    Ran imported = embedded("import", "copy", "all.jsonl");

    assertThat(exported.out().lines()).hasSize(4);
    assertThat(imported.out()).contains("\"imported\": 4");
    Ran history = embedded("log", "copy", "ann");
    assertThat(history.out().lines().map(line -> line.replaceAll(".*(delete|put).*", "$1")))
        .contains("delete", "put");
    assertThat(history.out()).contains("zoe", "bob", "first");
    assertThat(embedded("get", "copy", "cy").out()).isEqualTo("7\n");
    assertThat(embedded("get", "copy", "ann").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void aBackupBringsEverythingBack() {
    embedded("set", "n", "k", "1");
    embedded("set", "n", "k", "2");
    embedded("backup", "--output", "full.backup");
    embedded("set", "n", "k", "3");
    embedded("backup", "--output", "next.backup", "--after", "3");

    Ran restored = embedded("restore", "--input", "full.backup,next.backup", "--data", "again");

    assertThat(restored.err()).isEmpty();
    assertThat(embedded("log", "n", "k", "--data", "again").out())
        .isEqualTo(embedded("log", "n", "k").out());
  }

  @Test
  void exitsTellWhatHappened() {
    assertThat(embedded("get", "n", "k").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(embedded("set", "n", "k", "1").exit()).isEqualTo(Exit.OK);
    assertThat(embedded("get", "n", "none").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(embedded("set", "n", "k", "{").exit()).isEqualTo(Exit.INVALID);
    assertThat(embedded("set", "n", "k", "1", "--if-absent").exit()).isEqualTo(Exit.CONFLICT);
    assertThat(embedded("get", "n").err()).contains("E1001");
    assertThat(embedded("ns", "--url", "nonsense").err()).contains("E1001");
    assertThat(embedded("ns", "--url", "http://127.0.0.1:1").exit()).isEqualTo(Exit.UNREACHABLE);
  }

  @Test
  void aWrongTokenIsNotAllowed() throws IOException {
    try (var server = new Server(folder.resolve("guarded"))) {
      Ran ran = embedded("ns", "--url", server.url, "--token", "wrong");

      assertThat(ran.exit()).isEqualTo(Exit.NOT_ALLOWED);
      assertThat(ran.err()).contains("E1637");
    }
  }

  private static String word(String json, String name) {
    return String.valueOf(((JsonObject) dev.varve.base.json.Json.parse(json)).text(name));
  }

  @Test
  void aKeyOpensWhatItGrantsFromElsewhereUntilItIsRevoked() throws IOException {
    try (var server = new Server(folder.resolve("keyed"))) {
      RunFile.ofThisProcess(server.url).write(folder.resolve("keyed"));
      var here = Map.of("VARVE_DATA", "keyed");
      String made =
          run(here, List.of("keys", "create", "ci", "--write", "app*", "--read", "news")).out();
      var there = Map.of("VARVE_TOKEN", word(made, "token"));

      assertThat(run(there, List.of("db", "set", "app1", "k", "1", "--url", server.url)).exit())
          .isEqualTo(Exit.OK);
      assertThat(run(here, List.of("db", "get", "app1", "k", "--envelope")).out())
          .contains("\"author\": \"key:ci\"");
      Ran denied = run(there, List.of("db", "set", "news", "k", "1", "--url", server.url));
      assertThat(denied.exit()).isEqualTo(Exit.NOT_ALLOWED);
      assertThat(run(there, List.of("keys", "ls", "--url", server.url)).exit())
          .isEqualTo(Exit.NOT_ALLOWED);
      assertThat(run(here, List.of("audit", "--denied")).out())
          .contains("key:ci", "PUT put", "news/doc/k");
      assertThat(run(here, List.of("keys", "revoke", word(made, "id"))).exit()).isEqualTo(Exit.OK);
      assertThat(run(there, List.of("db", "get", "app1", "k", "--url", server.url)).err())
          .contains("E1637");
    }
  }

  @Test
  void aShellEndsAPipedScriptAtItsFirstMistake() {
    Ran ran = embedded("shell");

    assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ran.out()).contains("O'Hara", "message: from the shell");
    assertThat(embedded("get", "people", "never").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void whatIsReadDoesNotMakeADataDirectory() {
    assertThat(embedded("ns").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(folder.resolve("alone")).doesNotExist();
  }
}
