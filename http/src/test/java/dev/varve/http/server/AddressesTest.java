package dev.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.http.Body;
import dev.varve.http.Handler;
import dev.varve.http.ServerLimits;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.Origin;
import dev.varve.http.client.TestClient;
import dev.varve.http.net.Loops;
import dev.varve.http.serve.Gate;
import dev.varve.testkit.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where listeners listen: both families at once, unix sockets, and more of them while others
/// serve.
class AddressesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final Handler PEER =
      exchange ->
          exchange.respond(
              exchange.response(),
              Body.of(
                  exchange.peer().remote() instanceof InetSocketAddress inet
                      ? inet.getAddress().getHostAddress()
                      : "unix"));

  @TempDir private Path folder;

  private static String talk(String address, int port) {
    var to = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    try (var client = RawClient.connect(to, Duration.ofSeconds(5))) {
      return client.send(GET).readToEnd();
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void oneListenerServesBothFamilies(Loops.Kind kind) {
    try (var loops = Loops.start(2, kind, Clock.SYSTEM);
        var server = new HttpServer(loops)) {
      var any = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
      int port = server.listen(ListenerOptions.on(any), PEER).port();
      assertThat(talk("127.0.0.1", port)).endsWith("\r\n\r\n127.0.0.1");
      assertThat(talk("::1", port)).endsWith("\r\n\r\n0:0:0:0:0:0:0:1");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void aUnixSocketIsServedAndItsPathGoesAwayWithIt(Loops.Kind kind) throws Exception {
    Path path = folder.resolve("s");
    Files.writeString(path.resolveSibling("other"), "stays");
    try (var loops = Loops.start(2, kind, Clock.SYSTEM);
        var server = new HttpServer(loops);
        var client = new TestClient(kind, ClientOptions.DEFAULT)) {
      Listener listener = server.listen(ListenerOptions.onUnix(path), PEER);
      assertThat(client.get(Origin.unix(path), "/")).isEqualTo("200 unix");
      assertThatThrownBy(() -> server.listen(ListenerOptions.onUnix(path), PEER))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("E1501");
      listener.close();
      assertThat(path).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void listenersComeAndGoWhileOthersServe(Loops.Kind kind) {
    try (var loops = Loops.start(2, kind, Clock.SYSTEM);
        var server = new HttpServer(loops)) {
      Listener stays = server.listen(ListenerOptions.onLoopback(0), PEER);
      try (var kept = RawClient.connect(stays.port())) {
        kept.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("127.0.0.1");
        for (int i = 0; i < 5; i++) {
          Listener comes = server.listen(ListenerOptions.onLoopback(0), PEER);
          assertThat(talk("127.0.0.1", comes.port())).endsWith("127.0.0.1");
          assertThat(server.listeners()).hasSize(2);
          comes.close();
          assertThat(server.listeners()).hasSize(1);
        }
        kept.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("127.0.0.1");
      }
    }
  }

  /// A household has a /64, and all of it is one client.
  @Test
  void connectionsAreCountedForEachIpv6Prefix() {
    var gate = new Gate(ServerLimits.DEFAULT.withConnections(100, 2));
    assertThat(gate.entered(client("2001:db8:1:2::1"))).isTrue();
    assertThat(gate.entered(client("2001:db8:1:2:ffff::9"))).isTrue();
    assertThat(gate.entered(client("2001:db8:1:2:1234::5"))).isFalse();
    assertThat(gate.entered(client("2001:db8:1:3::1"))).isTrue();
    assertThat(gate.entered(client("192.0.2.1"))).isTrue();
    gate.left(client("2001:db8:1:2::77"));
    assertThat(gate.entered(client("2001:db8:1:2::88"))).isTrue();
  }

  private static InetSocketAddress client(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 1);
  }
}
