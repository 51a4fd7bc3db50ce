package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonObject;
import dev.varve.program.Folders;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project of Laravel with PHP-FPM and no other web server, as docs/howto/php.md serves it.
@Tag("slow")
final class LaravelTest {
  @TempDir private Path folder;

  private Path project() throws IOException {
    Path project = folder.resolve("project");
    Folders.copy(Applications.install("laravel"), project);
    Files.writeString(project.resolve("public/other.php"), "<?php echo 'ran';");
    return project;
  }

  private String[] replaced(Path project, String... more) {
    var all = new String[more.length + 4];
    all[0] = "root: shop\n";
    all[1] = "root: " + project + "\n";
    all[2] = "/run/php/php8.2-fpm.sock";
    all[3] = folder.resolve("fpm.sock").toString();
    System.arraycopy(more, 0, all, 4, more.length);
    return all;
  }

  @Test
  void pagesFormsAndAssetsWork() throws IOException, InterruptedException {
    Path project = project();
    try (var _ = Fpm.overUnixSocket(folder, 3);
        var served = Served.plain(folder, HowTo.page("php.md"), 1, replaced(project));
        var browser = Browser.start(folder)) {
      seen(served.site(), "http", false);
      refusals(served.site());
      write(browser.open(), served.origin());
      served.stop();
    }
  }

  @Test
  void theFrameworkKnowsThatTheVisitorCameByTls() throws IOException, InterruptedException {
    Path project = project();
    String tls =
        "tls: { certificates: [{ certificate: %s, key: %s }] }\n"
            .formatted(TestCertificates.certificate("one"), TestCertificates.key("one"));
    try (var _ = Fpm.overUnixSocket(folder, 3);
        var served =
            Served.secure(
                folder,
                HowTo.page("php.md"),
                1,
                "{ http: 8080 }",
                replaced(project, "sites:\n", tls + "sites:\n"));
        var browser = Browser.start(folder)) {
      write(browser.open(), served.origin().replace("127.0.0.1", "localhost"));
      served.stop();
    }
  }

  private static void seen(Site site, String scheme, boolean secure) {
    var seen = (JsonObject) Json.parse(site.get("/seen/7?q=%2F&r=a+b").body());
    String host = URI.create(site.origin()).getAuthority();
    assertThat(seen.text("ip")).isEqualTo("127.0.0.1");
    assertThat(seen.text("host")).isEqualTo(host);
    assertThat(seen.get("secure") == JsonBoolean.TRUE).isEqualTo(secure);
    assertThat(seen.text("url")).isEqualTo(scheme + "://" + host + "/seen/7?q=%2F&r=a%20b");
    var forged =
        site.get("/seen/7", "x-forwarded-host", "evil.example", "x-forwarded-for", "9.9.9.9");
    assertThat(forged.body()).doesNotContain("evil.example", "9.9.9.9");
    assertThat(site.get("/index.php/seen/8").body()).contains("\"id\":8");
  }

  private static void refusals(Site site) {
    assertThat(site.get("/build/assets/app-4f2c8a1b.css").header("cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(site.get("/other.php").status()).isEqualTo(404);
    assertThat(site.get("/other.php").body()).doesNotContain("ran");
    for (String inside :
        new String[] {"/.env", "/artisan", "/../.env", "/config/app.php", "/routes/web.php"}) {
      assertThat(site.get(inside).status()).as(inside).isIn(400, 404);
    }
    assertThat(site.visit("/none").status()).isEqualTo(404);
    assertThat(site.visit("/none").body()).contains("Not Found");
    assertThat(site.send("DELETE", "/seen/7", "").status()).isEqualTo(405);
    assertThat(site.postForm("/notes", "note=x").status()).as("without its token").isEqualTo(419);
    assertThat(site.visit("/fails").status()).isEqualTo(500);
    assertThat(site.visit("/fails").body()).doesNotContain("a secret of the inside");
  }

  /// With cookies, a session and the token of the form.
  private static void write(Tab tab, String origin) throws IOException {
    tab.visit(origin + "/");
    tab.type("input[name=note]", "clay & silt");
    tab.follow("#save");
    tab.awaitText("#note", "clay & silt");
    assertThat(tab.evaluate("getComputedStyle(document.querySelector('h1')).color"))
        .isEqualTo("rgb(39, 112, 140)");
    assertThat(tab.evaluate("document.forms[0].action")).isEqualTo(origin + "/notes");
    tab.screenshot("laravel-" + URI.create(origin).getScheme());
    assertThat(tab.problems()).isEmpty();
  }
}
