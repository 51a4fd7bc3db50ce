package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A request walks through every layer, in a process of its own.
final class WalkTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("varve.root", "..")).resolve("examples/hello");

  @TempDir private Path folder;

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private static HttpResponse<String> post(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private void copyExample() throws IOException {
    Folders.copy(EXAMPLE, folder);
    Path config = folder.resolve("varve.yaml");
    String text = Files.readString(config);
    Files.writeString(
        config,
        text.replace("8080", "127.0.0.1:" + Ports.free()).replace("7411", "" + Ports.free()));
  }

  @Test
  @Tag("slow")
  void theExampleAnswersFromFileHandlerStoreAndUpstreamAndRemembersAfterARestart()
      throws IOException, InterruptedException {
    copyExample();
    try (var first = Child.start(folder, "up", "--admin", "127.0.0.1:0")) {
      String site = first.site();
      assertThat(get(site + "/").body()).contains("<h1>Hello from Varve</h1>");
      assertThat(get(site + "/upstream/").body())
          .isEqualTo("An upstream answers, asked by 127.0.0.1.");
      assertThat(get(site + "/api/greetings/world").statusCode()).isEqualTo(404);
      assertThat(post(site + "/api/greetings/world").body())
          .isEqualTo("{\"text\":\"Hello world\",\"times\":1}");
      assertThat(get(first.admin() + "/ready").body()).isEqualTo("{\"status\":\"ok\"}");
      assertThat(get(first.admin() + "/metrics").body()).contains("varve_http_requests_total{");
      assertThat(get(first.admin() + "/admin/v1/status").statusCode()).isEqualTo(401);
      try (var stop = Child.start(folder, "stop")) {
        assertThat(stop.awaitExit()).as(stop.output()).isZero();
      }
      assertThat(first.awaitExit()).isZero();
    }
    try (var second = Child.start(folder, "up", "--admin", "127.0.0.1:0")) {
      assertThat(post(second.site() + "/api/greetings/world").body())
          .isEqualTo("{\"text\":\"Hello world\",\"times\":2}");
    }
  }

  private static final String SLOW_APP =
      """
      import dev.varve.app.*;
      import java.nio.file.*;

      public final class Slow implements Application {
        public void define(Routes routes, Services services) {
          routes.get("/", Guard.open(), request -> {
            Files.writeString(Path.of("inside"), "");
            while (!Files.exists(Path.of("go"))) {
              Thread.onSpinWait();
            }
            return Reply.text("whole");
          });
        }
      }
      """;

  @Test
  @Tag("slow")
  void aRequestUnderWayIsAnsweredAfterSigterm() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/Slow.java"), SLOW_APP);
    int port = Ports.free();
    Files.writeString(
        folder.resolve("varve.yaml"),
        """
        listen: { http: '127.0.0.1:%d' }
        apps: { slow: { sources: app, main: Slow } }
        sites: { '*': [ { path: '/*', app: slow } ] }
        """
            .formatted(port));
    try (var server = Child.start(folder, "serve", "--admin", "127.0.0.1:0")) {
      server.site();
      try (var client = RawClient.connect(port)) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Await.until("the handler runs", () -> Files.exists(folder.resolve("inside")));
        server.terminate();
        Await.until("no new connection is taken", () -> !accepts(port));
        Files.writeString(folder.resolve("go"), "");
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("whole");
      }
      assertThat(server.awaitExit()).as(server.output()).isZero();
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }
}
