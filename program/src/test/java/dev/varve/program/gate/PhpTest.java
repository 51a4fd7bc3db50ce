package dev.varve.program.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import dev.varve.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts run by a real PHP-FPM, as docs/howto/php.md serves them.
@Tag("slow")
final class PhpTest {
  private static final String SOCKET = "unix:/run/php/php8.2-fpm.sock";
  private static final Path SCRIPTS = Applications.ROOT.resolve("conformance/applications/php");

  @TempDir private Path folder;

  private Served served(int number, String root, String address) throws IOException {
    String below = SCRIPTS.resolve(root).toString();
    String written =
        switch (number) {
          case 0 -> "site";
          case 1 -> "shop";
          default -> "shop/public";
        };
    return Served.plain(
        folder,
        HowTo.page("php.md"),
        number,
        "root: " + written + "\n",
        "root: " + below + "\n",
        SOCKET,
        address);
  }

  private Served overUnixSocket(int number, String root) throws IOException {
    return served(number, root, "unix:" + folder.resolve("fpm.sock"));
  }

  @Test
  void scriptsRunOverAUnixSocket() throws IOException, InterruptedException {
    try (var _ = Fpm.overUnixSocket(folder, 4);
        var served = overUnixSocket(0, "site")) {
      variables(served.site());
      refusals(served.site());
      answers(served.site());
      assertThat(served.varve().output()).contains("a line for the log of errors");
      served.stop();
    }
  }

  @Test
  void scriptsRunOverTcp() throws IOException, InterruptedException {
    int port = Ports.free();
    try (var _ = Fpm.overTcp(folder, port, 4);
        var served = served(0, "site", "127.0.0.1:" + port)) {
      variables(served.site());
      answers(served.site());
      served.stop();
    }
  }

  private static void variables(Site site) {
    var seen =
        (JsonObject)
            Json.parse(
                site.get(
                        "/index.php/extra%20path?q=1&r=%2F",
                        "proxy", "http://evil.test", "x-a", "one", "x_a", "two")
                    .body());
    assertThat(seen.text("SCRIPT_NAME")).isEqualTo("/index.php");
    assertThat(seen.text("PATH_INFO")).isEqualTo("/extra path");
    assertThat(seen.text("QUERY_STRING")).isEqualTo("q=1&r=%2F");
    assertThat(seen.text("REQUEST_URI")).isEqualTo("/index.php/extra%20path?q=1&r=%2F");
    assertThat(seen.text("REMOTE_ADDR")).isEqualTo("127.0.0.1");
    assertThat(seen.text("HTTP_X_A")).isEqualTo("one");
    assertThat(seen.get("HTTP_PROXY")).isEqualTo(JsonNull.NULL);
    assertThat(seen.get("HTTPS")).isEqualTo(JsonNull.NULL);
    assertThat(seen.text("SERVER_NAME")).isEqualTo("127.0.0.1");
    assertThat(seen.text("SERVER_PORT"))
        .isEqualTo(String.valueOf(URI.create(site.origin()).getPort()));
    assertThat(((JsonObject) Json.parse(site.get("/").body())).text("PHP_SELF"))
        .isEqualTo("/index.php");
  }

  private static void refusals(Site site) {
    assertThat(site.get("/picture.jpg").body()).startsWith("not a picture");
    assertThat(site.get("/picture.jpg/x.php").status()).isEqualTo(404);
    assertThat(site.get("/none.php").status()).isEqualTo(404);
    assertThat(site.get("/index.php%00.jpg").status()).isEqualTo(400);
    assertThat(site.get("/uploads/picture.jpg").status()).isEqualTo(200);
    assertThat(site.get("/uploads/evil.php").status()).isEqualTo(403);
    assertThat(site.get("/uploads/%65vil.php").status()).isEqualTo(403);
    assertThat(site.get("/x/../uploads/evil.php/y").status()).isEqualTo(403);
    assertThat(site.get("/.env").status()).isEqualTo(404);
  }

  private static void answers(Site site) {
    var cookies = site.get("/status.php?status=404&cookies=2");
    assertThat(cookies.status()).isEqualTo(404);
    assertThat(cookies.response().headers().allValues("set-cookie"))
        .containsExactly("c0=v0", "c1=v1");
    var moved = site.get("/status.php?location=/there");
    assertThat(moved.status()).isEqualTo(302);
    assertThat(moved.header("location")).isEqualTo("/there");
    assertThat(site.get("/status.php?status=204").length()).isZero();
    assertThat(site.get("/status.php?fail=1").status()).isEqualTo(500);
    assertThat(site.send("HEAD", "/large.php?mebibytes=1", "").length()).isZero();
    assertThat(site.get("/large.php?mebibytes=20").length()).isEqualTo(20 << 20);
    assertThat(site.send("PUT", "/upload.php", "abc", "content-type", "text/plain").body())
        .isEqualTo("3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
  }

  @Test
  void answersStreamWhileTheScriptRuns() throws IOException, InterruptedException {
    Path go = folder.resolve("go");
    try (var _ = Fpm.overUnixSocket(folder, 2);
        var served = overUnixSocket(0, "site")) {
      var request =
          HttpRequest.newBuilder(URI.create(served.origin() + "/stream.php?until=" + go)).build();
      var answer = served.site().client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("first");
        Files.writeString(go, "");
        assertThat(lines.readLine()).isEqualTo("second");
      }
    }
  }

  @Test
  void anUploadOf200MegabytesStreamsInConstantMemory() throws Exception {
    int mebibytes = 200;
    byte[] block = "0123456789abcdef".repeat(65536).getBytes(UTF_8);
    String head =
        """
        --cut\r
        content-disposition: form-data; name="file"; filename="../../core.bin"\r
        content-type: application/octet-stream\r
        \r
        """;
    var pieces = new ArrayList<byte[]>(List.of(head.getBytes(UTF_8)));
    var digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < mebibytes; i++) {
      pieces.add(block);
      digest.update(block);
    }
    pieces.add("\r\n--cut--\r\n".getBytes(UTF_8));
    try (var _ = Fpm.overUnixSocket(folder, 2);
        var served = overUnixSocket(0, "site")) {
      assertThat(served.site().get("/index.php").status()).isEqualTo(200);
      long before = memoryMost(served.varve().pid());
      var body = HttpRequest.BodyPublishers.ofByteArrays(pieces);
      long length = pieces.stream().mapToLong(piece -> piece.length).sum();
      var request =
          HttpRequest.newBuilder(URI.create(served.origin() + "/upload.php"))
              .header("content-type", "multipart/form-data; boundary=cut")
              .POST(HttpRequest.BodyPublishers.fromPublisher(body, length))
              .build();
      var answer = served.site().client().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body())
          .isEqualTo(
              "core.bin 0 %d %s\n"
                  .formatted((long) mebibytes << 20, HexFormat.of().formatHex(digest.digest())));
      long grown = memoryMost(served.varve().pid()) - before;
      assertThat(grown).as("KiB of memory more than before").isLessThan(64 * 1024);
    }
  }

  /// The most memory a process has had, in KiB.
  private static long memoryMost(long pid) throws IOException {
    Matcher most =
        Pattern.compile("VmHWM:\\s+(\\d+) kB")
            .matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    assertThat(most.find()).isTrue();
    return Long.parseLong(most.group(1));
  }

  @Test
  void connectionsAreKept() throws IOException {
    int port = Ports.free();
    try (var _ = Fpm.overTcp(folder, port, 8);
        var served = served(0, "site", "127.0.0.1:" + port)) {
      for (int i = 0; i < 100; i++) {
        assertThat(served.site().get("/index.php").status()).isEqualTo(200);
      }
      var tcp = Files.readString(Path.of("/proc/net/tcp"));
      assertThat(tcp.lines().filter(line -> isOpenTo(line, port)).count())
          .as("connections that PHP-FPM has, one per loop at most")
          .isBetween(1L, (long) Runtime.getRuntime().availableProcessors());
    }
  }

  /// A line of /proc/net/tcp that is the server's end of an established connection.
  private static boolean isOpenTo(String line, int port) {
    String[] words = line.strip().split("\\s+", -1);
    return words.length > 3 && words[1].endsWith(":%04X".formatted(port)) && words[3].equals("01");
  }

  /// A worker belongs to a kept connection: nobody may wait for one that has nothing to do.
  @Test
  void oneWorkerServesManyClients() throws Exception {
    try (var _ = Fpm.overUnixSocket(folder, 1);
        var served = overUnixSocket(0, "site");
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> client =
          () -> {
            int good = 0;
            try (var site = Site.at(served.origin())) {
              for (int i = 0; i < 20; i++) {
                good += site.get("/index.php").status() == 200 ? 1 : 0;
              }
            }
            return good;
          };
      for (var result :
          clients.invokeAll(List.of(client, client, client, client, client, client))) {
        assertThat(result.get()).isEqualTo(20);
      }
    }
  }

  @Test
  void onlyTheFrontControllerOfALaravelProjectRuns() throws IOException, InterruptedException {
    try (var _ = Fpm.overUnixSocket(folder, 2);
        var served = overUnixSocket(1, "front")) {
      frontController(served.site());
      assertThat(served.site().get("/other.php").status()).isEqualTo(404);
      assertThat(served.site().get("/build/assets/app-4f2c8a1b.css").header("cache-control"))
          .isEqualTo("public, max-age=31536000, immutable");
      try (var browser = Browser.start(folder)) {
        notes(browser.open(), served.origin());
      }
      served.stop();
    }
  }

  @Test
  void aFrontControllerAnswersWhatIsNoFile() throws IOException {
    try (var _ = Fpm.overUnixSocket(folder, 2);
        var served = overUnixSocket(2, "front/public")) {
      frontController(served.site());
      assertThat(served.site().get("/other.php").body()).isEqualTo("another script ran");
    }
  }

  private static void frontController(Site site) {
    assertThat(site.visit("/").body()).contains("<h1>Notes</h1>");
    assertThat(site.get("/notes/7").body())
        .isEqualTo("{\"note\":7,\"method\":\"GET\",\"secure\":false}");
    assertThat(site.send("DELETE", "/notes/7", "").body()).contains("\"method\":\"DELETE\"");
    assertThat(site.get("/none").status()).isEqualTo(404);
    assertThat(site.get("/none").body()).contains("No such page");
    assertThat(site.get("/.env").status()).isEqualTo(404);
    assertThat(site.get("/../.env").status()).isIn(400, 404);
    assertThat(site.get("/index.php/notes/8").status()).isNotEqualTo(500);
    var saved = site.postForm("/notes", "note=loam", "origin", site.origin());
    assertThat(saved.status()).isEqualTo(303);
    String cookie = Objects.requireNonNull(saved.header("set-cookie")).split(";", -1)[0];
    assertThat(site.get("/", "cookie", cookie).body()).contains("<p id=\"note\">loam</p>");
  }

  private static void notes(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    tab.type("input[name=note]", "clay & silt");
    tab.follow("#save");
    tab.awaitText("#note", "clay & silt");
    assertThat(tab.evaluate("getComputedStyle(document.querySelector('h1')).color"))
        .isEqualTo("rgb(39, 112, 140)");
    tab.screenshot("laravel");
    assertThat(tab.problems()).isEmpty();
  }
}
