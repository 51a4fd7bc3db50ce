package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.proxyprotocol.ProxyHeaderWriter;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `listen.*.proxyProtocol`, from the configuration to what an upstream is told.
final class ProxiedListenerTest {
  private static final String GET = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
  private static final String FIRST = "PROXY TCP4 192.0.2.7 192.0.2.254 56324 80\r\n";
  private static final String SECOND = second();
  private static final FieldName FORWARDED_FOR = FieldName.of("x-forwarded-for");
  private static final Handler TELLING =
      exchange ->
          exchange.respond(
              exchange.response(),
              Body.of("for " + exchange.request().fields().value(FORWARDED_FOR)));

  @TempDir private Path folder;

  private static String second() {
    ByteBuffer bytes =
        ProxyHeaderWriter.second(
            ProxyHeader.of(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.8"), 56_324),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.254"), 80)));
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private Instance trusting(String network, int port, int upstream) {
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d", "proxyProtocol": ["%s"]}},
         "upstreams": {"own": "127.0.0.1:%d"},
         "sites": {"*": [{"path": "/*", "proxy": "own"}]}}
        """
            .formatted(port, network, upstream);
    return Instance.start(
        Graph.read(Json.parse(graph)),
        new InstanceOptions(
            folder,
            folder.resolve("data"),
            new HostPort("127.0.0.1", 0),
            1,
            false,
            false,
            Clock.SYSTEM));
  }

  private static String talk(int port, String text) {
    try (var client = RawClient.connect(port)) {
      return client.send(text).readToEnd();
    }
  }

  @Test
  void upstreamsAreToldTheClientOfATrustedProxy() {
    int port = Ports.free();
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var upstream = server.listen(ListenerOptions.onLoopback(0), TELLING);
        var instance = trusting("127.0.0.0/8", port, upstream.port())) {
      assertThat(instance.urls()).hasSize(1);
      assertThat(talk(port, FIRST + GET)).endsWith("\r\n\r\nfor 192.0.2.7");
      assertThat(talk(port, SECOND + GET)).endsWith("\r\n\r\nfor 192.0.2.8");
      assertThat(talk(port, GET)).isEmpty();
    }
  }

  @Test
  void strangersMayNotIntroduceAnybody() {
    int port = Ports.free();
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var upstream = server.listen(ListenerOptions.onLoopback(0), TELLING);
        var instance = trusting("192.0.2.0/24", port, upstream.port())) {
      assertThat(instance.urls()).hasSize(1);
      assertThat(talk(port, FIRST + GET)).startsWith("HTTP/1.1 400 ");
      assertThat(talk(port, SECOND + GET)).startsWith("HTTP/1.1 400 ");
      assertThat(talk(port, GET)).endsWith("\r\n\r\nfor 127.0.0.1");
    }
  }
}
