package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.http.Body;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.program.instance.HostPort;
import dev.varve.program.instance.Instance;
import dev.varve.program.instance.InstanceOptions;
import dev.varve.testkit.NameServer;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `varve upstreams`, against a whole program that serves, and what it serves besides requests.
final class UpstreamsCommandsTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Exit run(String... arguments) {
    out.reset();
    err.reset();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return CommandTree.of(AllCommands.list())
        .run(terminal, folder, Map.of("VARVE_DATA", "data"), arguments);
  }

  private Instance serving(String graph) {
    return Instance.start(
        Graph.read(Json.parse(graph.replace('\'', '"'))),
        new InstanceOptions(
            folder,
            folder.resolve("data"),
            new HostPort("127.0.0.1", 0),
            2,
            false,
            false,
            Clock.SYSTEM));
  }

  /// An upstream that says its name.
  private static int saying(HttpServer server, String name) {
    return server
        .listen(
            ListenerOptions.onLoopback(0),
            exchange -> exchange.respond(exchange.response(), Body.of("from " + name)))
        .port();
  }

  private static String get(int port) {
    try (var client = RawClient.connect(port)) {
      return client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").readToEnd();
    }
  }

  @Test
  void peopleDrainSwitchAndWeighTargetsWhileTheyServe() {
    int port = Ports.free();
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops)) {
      ToIntFunction<String> upstream = name -> saying(server, name);
      String a = "127.0.0.1:" + upstream.applyAsInt("a");
      String b = "127.0.0.1:" + upstream.applyAsInt("b");
      String graph =
          ("{'listen': {'http': {'address': '127.0.0.1:%d'}}, 'upstreams': {'api': ['%s', '%s']},"
                  + " 'sites': {'*': [{'proxy': 'api'}]}}")
              .formatted(port, a, b);
      try (var _ = serving(graph)) {
        assertThat(run("upstreams", "ls"))
            .as(err.toString(StandardCharsets.UTF_8))
            .isEqualTo(Exit.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(a).contains(b).contains("closed");

        assertThat(run("upstreams", "drain", "api", a)).isEqualTo(Exit.OK);
        assertThat(get(port) + get(port) + get(port)).contains("from b").doesNotContain("from a");

        run("upstreams", "drain", "api", a, "--off");
        run("upstreams", "enable", "api", b, "--off");
        assertThat(get(port) + get(port) + get(port)).contains("from a").doesNotContain("from b");

        run("upstreams", "enable", "api", b);
        assertThat(run("upstreams", "weight", "api", a, "0", "-o", "json")).isEqualTo(Exit.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"weight\": 0");
        assertThat(get(port) + get(port) + get(port)).contains("from b").doesNotContain("from a");

        assertThat(run("upstreams", "drain", "api", "127.0.0.1:1")).isEqualTo(Exit.NOT_FOUND);
        assertThat(run("upstreams", "weight", "api", a, "x")).isEqualTo(Exit.USAGE);
      }
    }
  }

  @Test
  void streamsAndTargetsOfNameServersAreServedByTheProgram() {
    int port = Ports.free();
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var names =
            new NameServer(q ->
                List.of(
                    q.type() == 1
                        ? q.reply(0, q.record(1, 60, new byte[] {127, 0, 0, 1}))
                        : q.reply(0)))) {
      int upstream = saying(server, "a");
      String graph =
          ("{'upstreams': {'api': {'resolve': {'name': 'a.example', 'port': %d, 'servers': ['%s']}}},"
                  + " 'streams': {'tcp': {'listen': '127.0.0.1:%d', 'upstream': 'api'}}}")
              .formatted(upstream, names.address(), port);
      try (var _ = serving(graph)) {
        assertThat(get(port)).contains("from a");
      }
    }
  }
}
