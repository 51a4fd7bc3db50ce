package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Child;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application of handlers and its files, as `varve init app` begins one: the profile `app`.
@Tag("slow")
final class AppTest {
  @TempDir private Path folder;

  @Test
  void filesComeFirstAndHandlersAnswerTheRest() throws IOException, InterruptedException {
    said("init", "app");
    listenOn(Ports.free());
    Files.createDirectories(folder.resolve("public/assets"));
    Files.writeString(folder.resolve("public/assets/app-4f2c8a1b.js"), "console.log(1)");
    assertThat(said("validate")).contains("is valid: 1 site, 2 routes");

    try (var varve = Child.start(folder, "serve", "--admin", "127.0.0.1:0");
        var site = Site.at(varve.site())) {
      assertThat(site.visit("/index.html").body()).contains("<h1>It works</h1>");
      assertThat(site.get("/assets/app-4f2c8a1b.js").header("cache-control"))
          .isEqualTo("public, max-age=31536000, immutable");
      assertThat(site.get("/api/hello/Ad%C3%A8le").body()).isEqualTo("Hello Adèle");
      assertThat(site.send("DELETE", "/api/hello/x", "").status()).isEqualTo(405);
      assertThat(site.get("/api/none").status()).isEqualTo(404);
      assertThat(site.get("/health").status()).isEqualTo(200);
      assertThat(site.get("/App.java").status()).isEqualTo(404);
      varve.terminate();
      assertThat(varve.awaitExit()).as(varve.output()).isZero();
    }
  }

  private void listenOn(int port) throws IOException {
    Path config = folder.resolve("varve.config.ts");
    String text = Files.readString(config);
    assertThat(text).contains("http: 8080");
    Files.writeString(config, text.replace("http: 8080", "http: '127.0.0.1:" + port + "'"));
  }

  private String said(String... arguments) throws IOException, InterruptedException {
    try (var command = Child.start(folder, arguments)) {
      assertThat(command.awaitExit()).as(command.output()).isZero();
      return command.output();
    }
  }
}
