package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of files, as docs/howto/static-site.md serves it.
@Tag("slow")
final class StaticSiteTest {
  @TempDir private Path folder;

  @Test
  void pagesAssetsAndErrorsAreServedAndLookRight() throws IOException, InterruptedException {
    String site = Applications.ROOT.resolve("conformance/applications/site").toString();
    HowTo page = HowTo.page("static-site.md");
    try (var served =
        Served.plain(
            folder, page, 0, "dir: site", "dir: " + site, "404: site/", "404: " + site + "/")) {
      answers(served.site());
      try (var browser = Browser.start(folder)) {
        looks(browser.open(), served.origin());
      }
      served.stop();
    }
  }

  private static void answers(Site site) {
    var home = site.visit("/");
    assertThat(home.status()).isEqualTo(200);
    assertThat(home.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(home.header("cache-control")).isEqualTo("no-cache");
    assertThat(home.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(site.get("/", "if-none-match", home.header("etag")).status()).isEqualTo(304);
    assertThat(site.get("/assets/site-BnT4a9Zx.css").header("cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(site.get("/guide").header("location")).isEqualTo("./guide/");
    assertThat(site.get("/about").body()).contains("About sediment");
    assertThat(site.get("/.well-known/security.txt").body()).startsWith("Contact: ");
    var range = site.get("/about", "range", "bytes=0-14");
    assertThat(range.status()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("<!doctype html>");
    var missing = site.visit("/none");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).contains("No such page");
    var head = site.send("HEAD", "/", "");
    assertThat(head.header("content-length")).isEqualTo(String.valueOf(home.length()));
    assertThat(site.send("POST", "/", "x").status()).isEqualTo(405);
  }

  private static void looks(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    assertThat(tab.text("h1")).isEqualTo("Sediment");
    assertThat(tab.evaluate("getComputedStyle(document.querySelector('h1')).color"))
        .isEqualTo("rgb(39, 112, 140)");
    assertThat(tab.evaluate("document.images[0].naturalWidth > 0")).isEqualTo("true");
    tab.screenshot("static-site");
    tab.follow("#guide");
    assertThat(tab.text("h1")).isEqualTo("The guide");
    assertThat(tab.problems()).isEmpty();
    tab.visit(origin + "/none");
    assertThat(tab.text("h1")).isEqualTo("No such page");
  }
}
