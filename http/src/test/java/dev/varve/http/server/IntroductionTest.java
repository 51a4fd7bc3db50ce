package dev.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Handler;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Proxies that introduce their clients, with a header of one line: `FOR address port LF`.
class IntroductionTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final Handler WHO =
      exchange -> {
        var client = (InetSocketAddress) exchange.peer().remote();
        exchange.respond(exchange.response(), Body.of(client.getAddress().getHostAddress()));
      };

  private static ProxyHeader.@Nullable Ends read(ByteBuffer received) throws IOException {
    String text = StandardCharsets.US_ASCII.decode(received.duplicate()).toString();
    int feed = text.indexOf('\n');
    if (!text.startsWith("FOR ".substring(0, Math.min(4, text.length())))) {
      throw new IOException("no header");
    }
    if (feed < 0) {
      return null;
    }
    String[] words = text.substring(0, feed).split(" ");
    received.position(received.position() + feed + 1);
    var remote = new InetSocketAddress(InetAddress.ofLiteral(words[1]), Integer.parseInt(words[2]));
    return new ProxyHeader.Ends(remote, null);
  }

  private static TestServer serve(Loops.Kind kind, boolean trusted) {
    var timeouts = ServerTimeouts.DEFAULT.withHandshake(Duration.ofMillis(200));
    var proxies = new ListenerOptions.Proxies(IntroductionTest::read, _ -> trusted);
    return TestServer.start(
        kind, WHO, options -> options.withProxies(proxies).withTimeouts(timeouts));
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void takesTheWordOfTrustedProxies(Loops.Kind kind) throws Exception {
    try (var server = serve(kind, true)) {
      assertThat(server.talk("FOR 192.0.2.1 99\n" + GET)).endsWith("\r\n\r\n192.0.2.1");
      try (Socket torn = server.connect()) {
        for (byte each : ("FOR 192.0.2.2 99\n" + GET).getBytes(StandardCharsets.US_ASCII)) {
          torn.getOutputStream().write(each);
        }
        assertThat(TestServer.readAll(torn)).endsWith("\r\n\r\n192.0.2.2");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void cutsTrustedProxiesThatDoNotIntroduce(Loops.Kind kind) {
    try (var server = serve(kind, true)) {
      assertThat(server.talk(GET)).isEmpty();
      assertThat(server.talk("")).isEmpty();
      assertThat(server.talk("FOR " + "1".repeat(5_000))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void takesHeadersOfStrangersForBadRequests(Loops.Kind kind) {
    try (var server = serve(kind, false)) {
      assertThat(server.talk("FOR 192.0.2.1 99\n" + GET)).startsWith("HTTP/1.1 400 ");
      assertThat(server.talk(GET)).endsWith("\r\n\r\n127.0.0.1");
    }
  }
}
