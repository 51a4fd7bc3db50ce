package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Ports;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chat over WebSocket and a ticker of server-sent events behind the proxy, as
/// docs/howto/realtime.md serves them.
@Tag("slow")
final class RealtimeTest {
  private final int port = Ports.free();
  private Path application = Path.of("");

  @TempDir private Path folder;

  @BeforeEach
  void install() {
    application = Applications.install("realtime");
  }

  private Started start() throws IOException {
    return Started.start(
            application,
            folder.resolve("realtime.log"),
            Map.of(),
            List.of(Applications.program("node"), "server.js", String.valueOf(port)))
        .awaitPort(port);
  }

  @Test
  void twoBrowsersChatOverHttp1() throws IOException, InterruptedException {
    try (var _ = start();
        var served =
            Served.plain(
                folder, HowTo.page("realtime.md"), 0, "127.0.0.1:3000", "127.0.0.1:" + port)) {
      try (var browser = Browser.start(folder)) {
        chat(browser, served.origin(), "http/1.1");
      }
      served.stop();
    }
  }

  @Test
  void twoBrowsersChatOverTlsAndHttp2() throws IOException, InterruptedException {
    try (var _ = start();
        var served =
            Served.secure(
                folder,
                HowTo.page("realtime.md"),
                1,
                "{ https: 8443 }",
                "site.pem",
                TestCertificates.certificate("one").toString(),
                "site.key",
                TestCertificates.key("one").toString(),
                "127.0.0.1:3000",
                "127.0.0.1:" + port)) {
      try (var browser = Browser.start(folder)) {
        chat(browser, served.origin().replace("127.0.0.1", "localhost"), "h2");
      }
      served.stop();
    }
  }

  private static void chat(Browser browser, String origin, String protocol) throws IOException {
    Tab one = browser.open();
    Tab two = browser.open();
    one.visit(origin + "/");
    two.visit(origin + "/");
    one.awaitText("#said", "Welcome, 127.0.0.1");
    two.awaitText("#said", "Welcome, 127.0.0.1");
    one.type("#text", "does anybody read this?");
    one.click("#say");
    two.awaitText("#said", "does anybody read this?");
    two.type("#text", "layer by layer");
    two.click("#say");
    one.awaitText("#said", "layer by layer");

    // The stream ends after five ticks, and the browser goes on where it was.
    one.await("Number(document.querySelector('#tick').textContent.split(' ')[1]) > 6");
    one.screenshot("realtime-" + protocol.replace("/", "-"));
    assertThat(one.loaded())
        .filteredOn(loaded -> loaded.url().endsWith("/ticks"))
        .hasSizeGreaterThan(1)
        .allSatisfy(loaded -> assertThat(loaded.protocol()).isEqualTo(protocol));
    assertThat(two.problems()).isEmpty();
  }

  @Test
  void theOtherConfigurationOfThePageServesAsWell() throws IOException {
    try (var _ = start();
        var served =
            Served.plain(
                folder, HowTo.page("realtime.md"), 2, "127.0.0.1:3000", "127.0.0.1:" + port)) {
      assertThat(served.site().visit("/").status()).isEqualTo(200);
      assertThat(served.site().get("/ticks").body()).contains("id: 1\ndata: tick 1\n\n");
    }
  }
}
