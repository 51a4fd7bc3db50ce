package dev.varve.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A site of files as its visitors see it.
class StaticSiteTest {
  private static final String SHELL = "<!doctype html><title>shell</title>";
  private static final String SCRIPT = "console.log('varve');\n".repeat(200);

  @TempDir Path root;

  @BeforeEach
  void build() throws IOException {
    write("index.html", SHELL);
    write("robots.txt", "User-agent: *\n");
    write("assets/app-BnT4a9Zx.js", SCRIPT);
    write("docs/guide.html", "<h1>guide</h1>");
    write("docs/<b>.txt", "odd name");
    write(".env", "SECRET=1");
    write(".well-known/security.txt", "Contact: mailto:a@example.com");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private EdgeUnderTest site(String options) {
    return EdgeUnderTest.serving(
        "{'sites': {'*': [{'path': '/*', 'static': {'dir': '.'" + options + "}}]}}",
        root,
        UnaryOperator.identity());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /deep/link      | accept: text/html,*/*;q=0.8               | 200
          /deep/link.html | sec-fetch-mode: navigate                  | 200
          /deep/link      | accept: */*                               | 404
          /missing.js     | accept: */*                               | 404
          /data           | accept: application/json                  | 404
          """)
  void onlyNavigationsFallBackToTheShell(String path, String field, int status) {
    try (var edge = site(", 'fallback': 'index.html'")) {
      Reply reply = edge.get(path, field);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.body().equals(SHELL)).isEqualTo(status == 200);
      assertThat(reply.field("cache-control")).isEqualTo(status == 200 ? "no-cache" : "no-store");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                       | no-cache
          /docs/guide.html        | no-cache
          /robots.txt             | public, max-age=0, must-revalidate
          /assets/app-BnT4a9Zx.js | public, max-age=31536000, immutable
          """)
  void hashedFilesAreKeptForAYearAndPagesAskedForAgain(String path, String cacheControl) {
    try (var edge = site("")) {
      assertThat(edge.get(path).field("cache-control")).isEqualTo(cacheControl);
    }
  }

  @Test
  void rulesOfTheRouteComeBeforeTheUsualOnes() {
    try (var edge = site(", 'cacheControl': [{'files': '*.txt', 'cacheControl': 'max-age=60'}]")) {
      assertThat(edge.get("/robots.txt").field("cache-control")).isEqualTo("max-age=60");
      assertThat(edge.get("/").field("cache-control")).isEqualTo("no-cache");
    }
  }

  /// RFC 9110 sections 8.8.3.3 and 12.5.5.
  @Test
  void aSiblingIsSentToWhoAcceptsItsCodingWithATagOfItsOwn() throws IOException {
    Path sibling = root.resolve("assets/app-BnT4a9Zx.js.gz");
    Files.write(sibling, gzip(SCRIPT));
    Files.setLastModifiedTime(
        sibling, FileTime.fromMillis(Files.getLastModifiedTime(sibling).toMillis() + 1_000));
    try (var edge = site("")) {
      Reply plain = edge.get("/assets/app-BnT4a9Zx.js");
      Reply packed = edge.get("/assets/app-BnT4a9Zx.js", "accept-encoding: br, gzip;q=0.5");
      Reply refused = edge.get("/assets/app-BnT4a9Zx.js", "accept-encoding: gzip;q=0");

      assertThat(plain.body()).isEqualTo(SCRIPT);
      assertThat(plain.field("content-encoding")).isNull();
      assertThat(packed.field("content-encoding")).isEqualTo("gzip");
      assertThat(packed.body()).hasSize(Math.toIntExact(Files.size(sibling)));
      assertThat(packed.field("content-type")).isEqualTo(plain.field("content-type"));
      assertThat(packed.field("etag")).isNotEqualTo(plain.field("etag"));
      assertThat(refused.body()).isEqualTo(SCRIPT);
      assertThat(List.of(plain, packed, refused))
          .allSatisfy(
              reply -> assertThat(reply.field("vary")).isEqualToIgnoringCase("accept-encoding"));
      Reply known =
          edge.get(
              "/assets/app-BnT4a9Zx.js",
              "accept-encoding: gzip",
              "if-none-match: " + packed.field("etag"));
      assertThat(known.status()).isEqualTo(304);
      assertThat(known.field("vary")).isEqualToIgnoringCase("accept-encoding");
      assertThat(known.field("etag")).isEqualTo(packed.field("etag"));
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFolderIsListedOnlyWhenTheRouteSaysSo() {
    try (var silent = site("");
        var open = site(", 'listing': true")) {
      assertThat(silent.get("/docs/").status()).isEqualTo(404);
      Reply page = open.get("/docs/", "accept: text/html");
      assertThat(page.field("content-type")).startsWith("text/html");
      assertThat(page.body()).contains("guide.html", "&lt;b&gt;.txt").doesNotContain("<b>", ".env");
      Reply json = open.get("/docs/", "accept: application/json");
      assertThat(json.field("content-type")).startsWith("application/json");
      assertThat(json.body()).contains("\"guide.html\"").startsWith("[");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.env", "/docs/../.env", "/%2eenv", "/docs/.%2e/.env"})
  void whatBeginsWithADotIsNeverServed(String path) {
    try (var edge = site(", 'listing': true")) {
      Reply reply = edge.get(path);

      assertThat(reply.status()).isIn(400, 404);
      assertThat(reply.body()).doesNotContain("SECRET");
    }
  }

  @Test
  void theWellKnownFolderIsServed() {
    try (var edge = site("")) {
      assertThat(edge.get("/.well-known/security.txt").body()).startsWith("Contact");
    }
  }

  /// Else links relative to the page would lead out of the folder.
  @Test
  void aPrefixWithoutItsSlashIsRedirectedToTheFolder() {
    try (var edge =
        EdgeUnderTest.serving(
            "{'sites': {'*': [{'path': '/list/*', 'stripPrefix': '/list', 'static': '.'}]}}",
            root,
            UnaryOperator.identity())) {
      Reply moved = edge.get("/list?a=b");
      assertThat(moved.status()).isEqualTo(308);
      assertThat(moved.field("location")).isEqualTo("/list/?a=b");
      assertThat(edge.get("/list/").body()).isEqualTo(SHELL);
      assertThat(edge.get("/list/robots.txt").status()).isEqualTo(200);
      assertThat(edge.get("/list/docs").field("location")).isEqualTo("./docs/");
    }
  }

  /// RFC 9110 sections 14.2, 14.6 and 15.3.7.2, from outside.
  @Test
  void severalRangesComeAsPartsAndOneAsItself() {
    try (var edge = site("")) {
      String whole = edge.get("/assets/app-BnT4a9Zx.js").body();
      Reply one = edge.get("/assets/app-BnT4a9Zx.js", "range: bytes=-5");
      assertThat(one.status()).isEqualTo(206);
      assertThat(one.field("content-range")).isEqualTo("bytes 4395-4399/4400");
      assertThat(one.body()).isEqualTo(whole.substring(4395));

      Reply several = edge.get("/assets/app-BnT4a9Zx.js", "range: bytes=0-1,5-9,4390-");
      assertThat(several.status()).isEqualTo(206);
      String boundary = several.field("content-type").split("boundary=")[1];
      assertThat(several.field("content-length"))
          .isEqualTo(String.valueOf(several.body().length()));
      String[] parts = several.body().split("\r\n--" + boundary, -1);
      assertThat(parts).hasSize(5).startsWith("").endsWith("--\r\n");
      assertThat(parts[1])
          .endsWith("Content-Range: bytes 0-1/4400\r\n\r\n" + whole.substring(0, 2));
      assertThat(parts[2])
          .endsWith("Content-Range: bytes 5-9/4400\r\n\r\n" + whole.substring(5, 10));
      assertThat(parts[3]).endsWith("\r\n\r\n" + whole.substring(4390));

      Reply none = edge.get("/assets/app-BnT4a9Zx.js", "range: bytes=9999-");
      assertThat(none.status()).isEqualTo(416);
      assertThat(none.field("content-range")).isEqualTo("bytes */4400");
      assertThat(edge.get("/assets/app-BnT4a9Zx.js", "range: lines=0-1").status()).isEqualTo(200);
    }
  }

  /// All three codings, by what the client likes best; among equals the first of the route's list.
  @Test
  void theCodingIsChosenByTheClientsLiking() throws IOException {
    for (String suffix : List.of(".br", ".zst", ".gz")) {
      write("assets/app-BnT4a9Zx.js" + suffix, "packed as " + suffix);
    }
    try (var edge = site("")) {
      String path = "/assets/app-BnT4a9Zx.js";
      assertThat(edge.get(path, "accept-encoding: gzip, br;q=0.9").body()).endsWith(".gz");
      assertThat(edge.get(path, "accept-encoding: zstd, gzip;q=0.5").body()).endsWith(".zst");
      assertThat(edge.get(path, "accept-encoding: gzip, zstd, br").field("content-encoding"))
          .isEqualTo("zstd");
      assertThat(edge.get(path, "accept-encoding: compress").body()).isEqualTo(SCRIPT);
      var tags =
          java.util.stream.Stream.of("br", "zstd", "gzip", "identity")
              .map(coding -> edge.get(path, "accept-encoding: " + coding).field("etag"))
              .toList();
      assertThat(tags).doesNotHaveDuplicates();
      Reply part = edge.get(path, "accept-encoding: br", "range: bytes=0-5");
      assertThat(part.body()).isEqualTo("packed");
      assertThat(part.field("content-encoding")).isEqualTo("br");
    }
  }

  /// RFC 9110 sections 13.1.1, 13.1.4 and 13.1.5, 14.2.
  @Test
  void conditionsDecideInTheOrderOfTheRfc() {
    try (var edge = site("")) {
      Reply first = edge.get("/robots.txt");
      String tag = "if-match: " + first.field("etag");
      String date = first.field("last-modified");

      assertThat(edge.get("/robots.txt", "if-match: \"other\"").status()).isEqualTo(412);
      assertThat(edge.get("/robots.txt", tag).status()).isEqualTo(200);
      assertThat(edge.get("/robots.txt", "if-match: *").status()).isEqualTo(200);
      assertThat(edge.get("/robots.txt", "if-modified-since: " + date).status()).isEqualTo(304);
      assertThat(
              edge.get("/robots.txt", "if-none-match: \"other\"", "if-modified-since: " + date)
                  .status())
          .isEqualTo(200);
      assertThat(
              edge.get("/robots.txt", "if-unmodified-since: Thu, 01 Jan 2015 00:00:00 GMT")
                  .status())
          .isEqualTo(412);
      assertThat(edge.get("/robots.txt", "range: bytes=0-3", "if-range: \"other\"").status())
          .isEqualTo(200);
      assertThat(
              edge.get("/robots.txt", "range: bytes=0-3", "if-range: " + first.field("etag"))
                  .status())
          .isEqualTo(206);
    }
  }

  @Test
  void aReplacedFileIsSeenWithANewTag() throws IOException {
    try (var edge = site("")) {
      Reply before = edge.get("/robots.txt");
      write("next.txt", "User-agent: nobody\n");
      Files.move(
          root.resolve("next.txt"),
          root.resolve("robots.txt"),
          StandardCopyOption.REPLACE_EXISTING);
      Await.until(
          "the new file is served", () -> edge.get("/robots.txt").body().contains("nobody"));
      assertThat(edge.get("/robots.txt").field("etag")).isNotEqualTo(before.field("etag"));
    }
  }
}
