package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SvelteKit site of files, as docs/howto/sveltekit-static.md serves it.
@Tag("slow")
final class SvelteKitStaticTest {
  @TempDir private Path folder;

  @Test
  void pagesAreFilesWithoutTheirEndingAndTheFallbackRendersTheRest()
      throws IOException, InterruptedException {
    Path build = Applications.install("sveltekit-static").resolve("build");
    HowTo page = HowTo.page("sveltekit-static.md");
    try (var served = Served.plain(folder, page, 0, "dir: build", "dir: " + build)) {
      answers(served.site());
      try (var browser = Browser.start(folder)) {
        works(browser.open(), served.origin());
      }
      served.stop();
    }
  }

  private static void answers(Site site) {
    var about = site.visit("/about");
    assertThat(about.status()).isEqualTo(200);
    assertThat(about.body()).contains("About files");
    assertThat(about.header("cache-control")).isEqualTo("no-cache");
    var packed = site.get("/about", "accept-encoding", "br");
    assertThat(packed.header("content-encoding")).isEqualTo("br");
    assertThat(packed.header("vary")).containsIgnoringCase("accept-encoding");
    assertThat(packed.header("etag")).isNotEqualTo(about.header("etag"));
    String asset = Assets.immutable(about.body());
    assertThat(site.get(asset).header("cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(site.visit("/notes/clay").status()).isEqualTo(200);
    assertThat(site.get("/notes/clay", "accept", "application/json").status()).isEqualTo(404);
    assertThat(site.get("/_app/immutable/none.js").status()).isEqualTo(404);
  }

  private static void works(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    tab.await("document.body.dataset.awake");
    tab.click("#count");
    tab.awaitText("#count", "Counted 1");
    tab.screenshot("sveltekit-static");
    tab.click("#about");
    tab.awaitText("h1", "About files");
    tab.visit(origin + "/notes/clay");
    tab.awaitText("#note", "Note on clay");
    assertThat(tab.problems()).isEmpty();
  }
}
