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

/// A SvelteKit application with its server, as docs/howto/sveltekit.md serves it.
@Tag("slow")
final class SvelteKitTest {
  @TempDir private Path folder;

  @Test
  void filesComeFromTheEdgeAndPagesEndpointsAndFormsFromTheServer()
      throws IOException, InterruptedException {
    Path application = Applications.install("sveltekit");
    int port = Ports.free();
    HowTo page = HowTo.page("sveltekit.md");
    try (var server = start(application, port);
        var served =
            Served.plain(
                folder,
                page,
                0,
                "127.0.0.1:3000",
                "127.0.0.1:" + port,
                "dir: build",
                "dir: " + application.resolve("build"))) {
      pages(served.site());
      endpoints(served.site());
      forms(served.site());
      files(served.site());
      try (var browser = Browser.start(folder)) {
        works(browser.open(), served.origin());
      }
      filesOutliveTheServer(server, served.site());
      served.stop();
    }
  }

  private Started start(Path application, int port) throws IOException {
    return Started.start(
            application,
            folder.resolve("sveltekit.log"),
            Map.of(
                "HOST",
                "127.0.0.1",
                "PORT",
                String.valueOf(port),
                "PROTOCOL_HEADER",
                "x-forwarded-proto",
                "HOST_HEADER",
                "x-forwarded-host",
                "ADDRESS_HEADER",
                "x-forwarded-for",
                "XFF_DEPTH",
                "1"),
            List.of("node_modules/.bin/node", "build"))
        .awaitPort(port);
  }

  private static void pages(Site site) {
    assertThat(site.get("/health").body()).isEqualTo("ok");
    var home = site.visit("/");
    assertThat(home.status()).isEqualTo(200);
    assertThat(home.body()).contains("Layers of a lake");
    assertThat(site.visit("/deep/one/two%20three?q=4").body()).contains("one/two three?q=4");
    assertThat(site.visit("/about").body()).contains("rendered when the site was built");
    var old = site.visit("/old");
    assertThat(old.status()).isEqualTo(308);
    assertThat(old.header("location")).isEqualTo("/about");
    assertThat(site.visit("/none").status()).isEqualTo(404);
    assertThat(site.visit("/none").body()).contains("Not Found");
    var head = site.send("HEAD", "/", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.length()).isZero();
  }

  private static void endpoints(Site site) {
    assertThat(site.get("/api/hello?name=edge").body())
        .isEqualTo(
            "{\"text\":\"Hello edge\",\"origin\":\"%s\",\"client\":\"127.0.0.1\"}"
                .formatted(site.origin()));
    assertThat(
            site.get("/api/hello", "x-forwarded-host", "evil.test", "x-forwarded-for", "1.2.3.4")
                .body())
        .contains(site.origin())
        .contains("\"client\":\"127.0.0.1\"");
    var posted = site.send("POST", "/api/hello", "{\"a\":[1]}", "content-type", "application/json");
    assertThat(posted.status()).isEqualTo(201);
    assertThat(posted.body()).isEqualTo("{\"got\":{\"a\":[1]}}");
    assertThat(site.send("DELETE", "/api/hello", "", "origin", site.origin()).status())
        .isEqualTo(405);
  }

  private static void forms(Site site) {
    var sent =
        site.postForm(
            "/contact", "message=Good+day", "origin", site.origin(), "accept", "text/html");
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.body()).contains("Received: Good day");
    assertThat(site.postForm("/contact", "message=", "origin", site.origin()).status())
        .isEqualTo(422);
    assertThat(site.postForm("/contact", "message=x", "origin", "http://evil.test").status())
        .isEqualTo(403);

    var login = site.postForm("/login", "name=ada", "origin", site.origin(), "accept", "text/html");
    assertThat(login.status()).isEqualTo(303);
    assertThat(login.header("location")).isEqualTo("/me");
    assertThat(login.header("set-cookie")).startsWith("session=ada;").contains("HttpOnly");
    assertThat(site.visit("/me").status()).isEqualTo(307);
    assertThat(site.get("/me", "cookie", "session=ada").body()).contains("You are ada");
  }

  private static void files(Site site) {
    String asset = Assets.immutable(site.visit("/").body());
    var plain = site.get(asset);
    assertThat(plain.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
    var packed = site.get(asset, "accept-encoding", "gzip, br");
    assertThat(packed.header("content-encoding")).isEqualTo("br");
    assertThat(packed.length()).isLessThan(plain.length());
    assertThat(packed.header("etag")).isNotEqualTo(plain.header("etag"));
    assertThat(site.get(asset, "if-none-match", plain.header("etag")).status()).isEqualTo(304);
    var head = site.send("HEAD", asset, "");
    assertThat(head.header("content-length")).isEqualTo(String.valueOf(plain.length()));
    assertThat(site.get("/_app/immutable/none.js").status()).isEqualTo(404);
    assertThat(site.get("/robots.txt").header("cache-control")).isEqualTo("no-cache");
  }

  private static void works(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    assertThat(tab.text("h1")).isEqualTo("Layers of a lake");
    tab.await("document.body.dataset.awake");
    tab.click("#ask");
    tab.awaitText("#answer", "Hello browser");
    tab.screenshot("sveltekit-home");

    tab.visit(origin + "/contact");
    tab.await("document.body.dataset.awake");
    tab.type("input[name=message]", "from a browser");
    tab.click("#send");
    tab.awaitText("#received", "Received: from a browser");
    tab.screenshot("sveltekit-form");

    tab.visit(origin + "/login");
    tab.type("input[name=name]", "grace");
    tab.follow("#login");
    tab.awaitText("#me", "You are grace");
    tab.screenshot("sveltekit-session");
    assertThat(tab.problems()).isEmpty();
  }

  private static void filesOutliveTheServer(Started server, Site site) {
    String asset = Assets.immutable(site.visit("/").body());
    server.close();

    assertThat(site.visit("/").status()).isIn(502, 503);
    assertThat(site.get(asset).status()).isEqualTo(200);
    assertThat(site.visit("/about").body()).contains("rendered when the site was built");
  }
}
