package dev.varve.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '\'',
      value = {
        "-, IDENTITY",
        "'', IDENTITY",
        "gzip, GZIP",
        "x-gzip, GZIP",
        "'gzip, br', BROTLI",
        "'gzip, deflate, br, zstd', BROTLI",
        "'gzip;q=1, br;q=0.5', GZIP",
        "'br;q=0', IDENTITY",
        "'*', BROTLI",
        "'*;q=0.1, identity', IDENTITY",
        "'br;q=0, *;q=0.5', ZSTD",
        "'BR', BROTLI",
        "'broken', IDENTITY",
        "'gzip;q=x', IDENTITY"
      })
  void choosesTheCodingTheClientLikesBest(String accept, Coding wanted) {
    assertThat(Coding.choose(accept, EnumSet.allOf(Coding.class))).isEqualTo(wanted);
  }

  @Test
  void choosesOnlyAmongWhatThereIs() {
    assertThat(Coding.choose("br, gzip", EnumSet.of(Coding.IDENTITY, Coding.GZIP)))
        .isEqualTo(Coding.GZIP);
    assertThat(Coding.choose("br, gzip", EnumSet.of(Coding.IDENTITY))).isEqualTo(Coding.IDENTITY);
  }

  @ParameterizedTest
  @CsvSource({
    "*.js, /a/b.js, true",
    "*.js, /a/b.json, false",
    "/a/*.js, /a/b.js, true",
    "/a/*.js, /a/c/b.js, false",
    "/a/**, /a/c/b.js, true",
    "/a/**/*.js, /a/c/d/b.js, true",
    "/?.txt, /a.txt, true",
    "/?.txt, /ab.txt, false",
    "**, /, true",
    "/a, /a, true",
    "/a, /ab, false"
  })
  void globsMatchWholePaths(String pattern, String path, boolean matches) {
    assertThat(new Glob(pattern).matches(path)).isEqualTo(matches);
  }

  @Test
  void aGlobMadeToBacktrackTakesNoLonger() {
    long start = System.nanoTime();

    assertThat(new Glob("/" + "*a".repeat(50) + "b").matches("/" + "a".repeat(2000))).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(200_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "/assets/index-BnT4a9Zx.js, true",
    "/assets/index.3f9a0c12.css, true",
    "/_app/immutable/chunks/x.js, true",
    "/_next/static/a/_buildManifest.js, true",
    "/jquery-3.7.1.min.js, false",
    "/a/some-component.js, false",
    "/a/some-components.js, false",
    "/report-20250101.pdf, true",
    "/index.html, false",
    "/LICENSE, false"
  })
  void knowsHashedNames(String path, boolean hashed) {
    assertThat(CacheRules.hasHashedName(path)).isEqualTo(hashed);
  }

  @Test
  void cacheRulesSplitTheShellFromHashedAssets() {
    var rules = CacheRules.DEFAULT;

    assertThat(rules.of("/index.html", "text/html; charset=utf-8")).isEqualTo("no-cache");
    assertThat(rules.of("/a/index-BnT4a9Zx.js", "text/javascript")).contains("immutable");
    assertThat(rules.of("/logo.png", "image/png")).contains("must-revalidate");
  }

  @Test
  void theFirstCacheRuleThatFitsDecides() {
    var rules =
        new CacheRules(
            List.of(
                new CacheRules.Rule(new Glob("/img/**"), null, "max-age=60"),
                new CacheRules.Rule(null, "image/", "max-age=5")));

    assertThat(rules.of("/img/a.png", "image/png")).isEqualTo("max-age=60");
    assertThat(rules.of("/a.png", "image/png")).isEqualTo("max-age=5");
    assertThat(rules.of("/a.html", "text/html")).isEqualTo("no-cache");
  }

  @Test
  void listingsEscapeNames() {
    var listing =
        new Listing(
            "/a/",
            List.of(
                new Listing.Entry("z<script>.txt", false, 3, 0),
                new Listing.Entry("b c", true, 0, 0)));

    String html = new String(listing.html(), StandardCharsets.UTF_8);
    assertThat(html).doesNotContain("<script>").contains("href=\"./b%20c/\"");
    assertThat(html.indexOf("b c/")).isLessThan(html.indexOf("z&lt;"));
    assertThat(Json.parse(new String(listing.json(), StandardCharsets.UTF_8)).compact())
        .isEqualTo(
            "[{\"name\":\"b c\",\"type\":\"directory\",\"modified\":\"1970-01-01T00:00:00Z\"},"
                + "{\"name\":\"z<script>.txt\",\"type\":\"file\",\"size\":3,"
                + "\"modified\":\"1970-01-01T00:00:00Z\"}]");
  }

  @Test
  void knowsMediaTypes() {
    assertThat(MediaTypes.of("a.HTML")).isEqualTo("text/html; charset=utf-8");
    assertThat(MediaTypes.of("a.js")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(MediaTypes.of("a.webp")).isEqualTo("image/webp");
    assertThat(MediaTypes.of("noending")).isEqualTo("application/octet-stream");
  }
}
