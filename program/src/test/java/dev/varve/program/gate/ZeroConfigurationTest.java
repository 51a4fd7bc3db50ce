package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Child;
import dev.varve.program.Folders;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One command each, and no file: a folder, an upstream, PHP, and the store alone.
@Tag("slow")
final class ZeroConfigurationTest {
  @TempDir private Path folder;

  private Child start(String... command) throws IOException {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--port", "127.0.0.1:" + Ports.free(), "--admin", "127.0.0.1:0"));
    Path own = Files.createTempDirectory(folder, "run");
    return Child.start(own, all.toArray(String[]::new));
  }

  private static void end(Child varve) throws InterruptedException {
    varve.terminate();
    assertThat(varve.awaitExit()).as(varve.output()).isZero();
  }

  @Test
  void aFolderIsServedAndAnotherVarveProxiesToIt() throws IOException, InterruptedException {
    Path dir = Files.createDirectory(folder.resolve("dir"));
    Files.writeString(dir.resolve("index.html"), "<h1>Layers</h1>");
    try (var files = start("static", dir.toString());
        var behind = Site.at(files.site());
        var proxy = start("proxy", "--to", files.site());
        var front = Site.at(proxy.site())) {
      assertThat(behind.visit("/").body()).isEqualTo("<h1>Layers</h1>");
      assertThat(front.visit("/").body()).isEqualTo("<h1>Layers</h1>");
      assertThat(front.visit("/none").status()).isEqualTo(404);
      end(proxy);
      end(files);
    }
  }

  @Test
  void phpIsServedAsWhatItsFilesSayItIs() throws IOException, InterruptedException {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("index.php"), "<?php echo 'hello from ', PHP_SAPI;");
    Path project = folder.resolve("project");
    Folders.copy(Applications.install("laravel"), project);
    String fpm = "unix:" + folder.resolve("fpm.sock");
    try (var _ = Fpm.overUnixSocket(folder, 3);
        var plain = start("php", site.toString(), "--fpm", fpm);
        var php = Site.at(plain.site());
        var framework = start("php", project.toString(), "--fpm", fpm);
        var laravel = Site.at(framework.site())) {
      assertThat(php.get("/").body()).isEqualTo("hello from fpm-fcgi");
      assertThat(laravel.visit("/").body()).contains("<h1>Notes</h1>");
      assertThat(laravel.get("/.env").status()).isEqualTo(404);
      assertThat(framework.output()).contains("as laravel on");
      end(plain);
      end(framework);
    }
  }

  @Test
  void theStoreIsServedWithoutAFile() throws IOException, InterruptedException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    try (var varve = Child.start(empty, "serve", "--only", "db", "--admin", "127.0.0.1:0");
        var admin = Site.at(varve.admin())) {
      assertThat(admin.get("/health").status()).isEqualTo(200);
      end(varve);
    }
  }
}
