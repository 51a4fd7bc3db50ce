package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A React application built by Vite, as docs/howto/spa.md serves it.
@Tag("slow")
final class SpaTest {
  @TempDir private Path folder;

  @Test
  void theShellAnswersNavigationsAndAssetsAreKept() throws IOException, InterruptedException {
    Path dist = Applications.install("spa").resolve("dist");
    HowTo page = HowTo.page("spa.md");
    try (var served = Served.plain(folder, page, 0, "dir: dist", "dir: " + dist)) {
      answers(served.site(), dist);
      try (var browser = Browser.start(folder)) {
        works(browser.open(), served.origin());
      }
      served.stop();
    }
  }

  private static void answers(Site site, Path dist) throws IOException {
    var shell = site.visit("/");
    assertThat(shell.header("cache-control")).isEqualTo("no-cache");
    assertThat(shell.body()).contains("<div id=\"root\">");
    try (var assets = Files.list(dist.resolve("assets"))) {
      for (Path asset : assets.toList()) {
        var answer = site.get("/assets/" + asset.getFileName());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
      }
    }
    var deep = site.visit("/cores/seven");
    assertThat(deep.status()).isEqualTo(200);
    assertThat(deep.body()).isEqualTo(shell.body());
    assertThat(deep.header("cache-control")).isEqualTo("no-cache");
    assertThat(site.get("/cores/seven", "sec-fetch-mode", "cors").status()).isEqualTo(404);
    var missing = site.get("/assets/index-00000000.js", "sec-fetch-mode", "no-cors");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("cache-control")).doesNotContain("immutable");
    assertThat(site.visit("/assets/index-00000000.js").status()).isEqualTo(404);
    assertThat(site.get("/favicon.svg").header("cache-control")).isEqualTo("no-cache");
  }

  private static void works(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    tab.click("#count");
    tab.click("#count");
    tab.awaitText("#count", "Counted 2");
    tab.click("#open");
    tab.awaitText("#core", "This is core seven.");
    assertThat(tab.evaluate("location.pathname")).isEqualTo("/cores/seven");
    tab.screenshot("spa");

    tab.visit(origin + "/cores/nine");
    tab.awaitText("#core", "This is core nine.");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void anInterfaceBesideItIsARouteOfItsOwn() throws IOException {
    Path dist = Applications.install("spa").resolve("dist");
    try (var origin =
            Served.plain(
                folder.resolve("origin"), HowTo.page("spa.md"), 0, "dir: dist", "dir: " + dist);
        var served =
            Served.plain(
                folder,
                HowTo.page("spa.md"),
                1,
                "127.0.0.1:9000",
                origin.origin().replace("http://", ""),
                "dir: dist",
                "dir: " + dist)) {
      assertThat(served.site().get("/api/favicon.svg").body()).startsWith("<svg");
      assertThat(served.site().visit("/api/none.js").status()).isEqualTo(404);
      assertThat(served.site().visit("/cores/seven").status()).isEqualTo(200);
    }
  }
}
