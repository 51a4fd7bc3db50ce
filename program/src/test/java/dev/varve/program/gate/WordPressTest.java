package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Folders;
import dev.varve.testkit.Ports;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WordPress with PHP-FPM and no other web server, then behind a proxy with TLS, as
/// docs/howto/wordpress.md serves it.
@Tag("slow")
final class WordPressTest {
  private static final String PASSWORD = "varves-are-layers-7";

  @TempDir private Path folder;

  @Test
  void installsPublishesUploadsAndAnswersBehindAProxy() throws IOException, InterruptedException {
    Path root = unpack();
    try (var database = MariaDb.start(folder);
        var fpm = Fpm.overUnixSocket(folder, 4, environment(database));
        var served = direct(root);
        var browser = Browser.start(folder)) {
      var person = new WordPressVisitor(browser.open(), served.origin());
      person.install(PASSWORD);
      person.logIn(PASSWORD);
      person.choosePermalinks();
      String image = person.upload(picture());
      person.publish("Layers of mud", "A year each.", image);
      person.read("/layers-of-mud/", "Layers of mud");
      person.nothingWasRefused();

      permalinks(served.site());
      presets(served.site(), root, image);
      behindAProxy(root, browser, image);
      assertThat(fpm.isAlive()).isTrue();
      assertThat(notices()).as("what WordPress complains about").doesNotContain("Fatal");
      served.stop();
    }
  }

  private Path unpack() throws IOException {
    Path root = folder.resolve("wordpress");
    Folders.copy(Applications.install("wordpress"), root);
    Files.copy(
        Applications.ROOT.resolve("conformance/applications/wordpress/wp-config.php"),
        root.resolve("wp-config.php"));
    return root;
  }

  private Map<String, String> environment(MariaDb database) {
    return Map.of(
        "WORDPRESS_DB_HOST",
        "localhost:" + database.socket(),
        "WORDPRESS_DB_USER",
        MariaDb.USER,
        "WORDPRESS_DEBUG_LOG",
        folder.resolve("debug.log").toString());
  }

  private Served direct(Path root) throws IOException {
    return Served.plain(
        folder.resolve("direct"),
        HowTo.page("wordpress.md"),
        0,
        "/srv/wordpress",
        root.toString(),
        "/run/php/php8.2-fpm.sock",
        folder.resolve("fpm.sock").toString());
  }

  private Path picture() throws IOException {
    Path file = folder.resolve("core-sample.png");
    return Files.write(file, Png.striped(1200, 800));
  }

  private static void permalinks(Site site) {
    var post = site.visit("/layers-of-mud/");
    assertThat(post.status()).isEqualTo(200);
    assertThat(post.body()).contains("A year each.");
    assertThat(site.visit("/layers-of-mud").status()).isEqualTo(301);
    assertThat(site.visit("/?p=1").header("location")).contains("/hello-world/");
    assertThat(site.visit("/no-such-page/").status()).isEqualTo(404);
    assertThat(site.visit("/feed/").header("content-type")).startsWith("application/rss+xml");
    assertThat(site.get("/wp-json/wp/v2/posts").body()).contains("layers-of-mud");
    assertThat(site.visit("/wp-admin/").header("location")).contains("/wp-login.php");
    assertThat(site.visit("/wp-admin").header("location")).endsWith("/wp-admin/");
    var style = site.get("/wp-includes/css/dist/block-library/style.min.css?ver=6.1");
    assertThat(style.header("content-type")).startsWith("text/css");
  }

  private static void presets(Site site, Path root, String image) throws IOException {
    assertThat(site.get(image).header("content-type")).isEqualTo("image/png");
    assertThat(site.get(image + "/x.php").status()).isIn(403, 404);
    Files.writeString(root.resolve("upload.jpg"), "<?php echo 'ran';");
    assertThat(site.get("/upload.jpg/x.php").status()).isEqualTo(404);
    Files.writeString(root.resolve("wp-content/uploads/evil.php"), "<?php echo 'ran';");
    assertThat(site.get("/wp-content/uploads/evil.php").status()).isEqualTo(403);
    assertThat(site.get("/wp-content/uploads/evil.php/a.jpg").status()).isEqualTo(403);
    assertThat(site.send("POST", "/xmlrpc.php", "<methodCall/>").status()).isEqualTo(403);
    assertThat(site.get("//xmlrpc.php").status()).isIn(400, 403);
    assertThat(site.get("/wp-config.php").status()).isEqualTo(404);
    assertThat(site.get("/wp-includes/version.php").status()).isEqualTo(403);
    int status = 0;
    for (int i = 0; i < 30 && status != 429; i++) {
      status = site.postForm("/wp-login.php", "log=ada&pwd=wrong").status();
    }
    assertThat(status).as("many attempts to log in").isEqualTo(429);
  }

  private void behindAProxy(Path root, Browser browser, String image)
      throws IOException, InterruptedException {
    int port = Ports.free();
    HowTo page = HowTo.page("wordpress.md");
    try (var _ =
            Served.start(
                folder.resolve("origin"),
                page,
                2,
                "10.0.0.11:8080",
                "127.0.0.1:" + port,
                "10.0.0.0/8",
                "127.0.0.1/32",
                "/srv/wordpress",
                root.toString(),
                "/run/php/php8.2-fpm.sock",
                folder.resolve("fpm.sock").toString());
        var front =
            Served.secure(
                folder.resolve("front"),
                page,
                1,
                "{ https: 8443 }",
                "site.pem",
                TestCertificates.certificate("one").toString(),
                "site.key",
                TestCertificates.key("one").toString(),
                "10.0.0.11:8080",
                "127.0.0.1:" + port)) {
      String origin = front.origin().replace("127.0.0.1", "localhost");
      var person = new WordPressVisitor(browser.open(), origin);
      person.logIn(PASSWORD);
      person.publish("Seen through TLS", "Behind a proxy.", image);
      person.read("/seen-through-tls/", "Seen through TLS");
      person.nothingWasRefused();
      person.everythingCameBy("https", "h2");
      front.stop();
    }
  }

  private String notices() throws IOException {
    Path log = folder.resolve("debug.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
