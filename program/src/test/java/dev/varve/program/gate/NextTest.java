package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Next.js application, as docs/howto/nextjs.md serves it.
@Tag("slow")
final class NextTest {
  @TempDir private Path folder;

  @Test
  void chunksComeFromTheEdgeAndPagesAndActionsFromTheServer()
      throws IOException, InterruptedException {
    Path application = Applications.install("next");
    int port = Ports.free();
    try (var _ = start(application, port);
        var served =
            Served.plain(
                folder,
                HowTo.page("nextjs.md"),
                0,
                "dir: .",
                "dir: " + application,
                "127.0.0.1:3000",
                "127.0.0.1:" + port)) {
      answers(served.site());
      try (var browser = Browser.start(folder)) {
        works(browser.open(), served.origin());
      }
      served.stop();
    }
  }

  private Started start(Path application, int port) throws IOException {
    return Started.start(
            application,
            folder.resolve("next.log"),
            Map.of("NEXT_TELEMETRY_DISABLED", "1"),
            List.of(
                Applications.program("node"),
                "node_modules/next/dist/bin/next",
                "start",
                "--hostname",
                "127.0.0.1",
                "--port",
                String.valueOf(port)))
        .awaitPort(port);
  }

  private static void answers(Site site) {
    var home = site.visit("/");
    assertThat(home.status()).isEqualTo(200);
    assertThat(home.body()).contains("Strata");
    var chunk = site.get(Assets.immutable(home.body()), "accept-encoding", "gzip, br");
    assertThat(chunk.status()).isEqualTo(200);
    assertThat(chunk.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(chunk.header("via")).as("from the disk, not from the server").isEmpty();
    assertThat(site.get("/_next/static/none.js").status()).isEqualTo(404);
    assertThat(site.get("/favicon.svg").header("cache-control")).isEqualTo("no-cache");
    assertThat(site.get("/api/hello?name=edge", "x-forwarded-for", "1.2.3.4").body())
        .isEqualTo(
            "{\"text\":\"Hello edge\",\"origin\":\"%s\",\"client\":\"127.0.0.1\"}"
                .formatted(site.origin()));
    assertThat(site.visit("/deep/one/two").body()).contains("one / two");
    assertThat(site.visit("/none").status()).isEqualTo(404);
    assertThat(site.send("HEAD", "/", "").status()).isEqualTo(200);
  }

  private static void works(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    tab.await("document.body.dataset.awake");
    tab.click("#ask");
    tab.awaitText("#answer", "Hello browser");
    tab.screenshot("next-home");
    tab.click("#deep");
    tab.awaitText("#rest", "Deep: one / two");

    tab.visit(origin + "/contact");
    tab.type("input[name=message]", "from a browser");
    tab.click("#send");
    tab.awaitText("#received", "Received: from a browser");
    tab.screenshot("next-form");
    assertThat(tab.problems()).isEmpty();
  }
}
