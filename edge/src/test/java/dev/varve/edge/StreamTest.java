package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// TCP that is passed on as it is, seen from both ends.
final class StreamTest {
  private final Peer target = new Peer();

  @AfterEach
  void end() throws IOException {
    target.close();
  }

  /// A TCP server that keeps its connections for the test to use.
  static final class Peer implements AutoCloseable {
    private final ServerSocket server;
    final List<Socket> accepted = new CopyOnWriteArrayList<>();

    Peer() {
      try {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Thread.startVirtualThread(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          socket.setSoTimeout(20_000);
          accepted.add(socket);
        }
      } catch (IOException _) {
        accepted.forEach(StreamTest::close);
      }
    }

    String address() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    Socket connection(int number) {
      Await.until("connection " + number + " came", () -> accepted.size() > number);
      return accepted.get(number);
    }

    @Override
    public void close() throws IOException {
      server.close();
      accepted.forEach(StreamTest::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static EdgeUnderTest stream(int port, String more) {
    return EdgeUnderTest.serving(
        "{'streams': {'db': {'listen': '127.0.0.1:" + port + "', " + more + "}}}");
  }

  private EdgeUnderTest toTarget(int port) {
    return stream(port, "'upstream': '" + target.address() + "'");
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String read(Socket from, int count) throws IOException {
    return new String(from.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  @Test
  void bytesPassInBothDirectionsWhoeverSpeaksFirst() throws IOException {
    int port = Ports.free();
    try (var _ = toTarget(port);
        Socket client = connect(port)) {
      Socket server = target.connection(0);
      send(server, "220 hello\r\n");
      assertThat(read(client, 11)).isEqualTo("220 hello\r\n");
      send(client, "EHLO\r\n");
      assertThat(read(server, 6)).isEqualTo("EHLO\r\n");
    }
  }

  @Test
  void aSideThatHasEndedStillHearsTheOther() throws IOException {
    int port = Ports.free();
    try (var edge = toTarget(port);
        Socket client = connect(port)) {
      Socket server = target.connection(0);
      send(client, "question");
      client.shutdownOutput();
      assertThat(server.getInputStream().readAllBytes()).hasSize(8);
      send(server, "answer");
      server.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(6);
      Await.until("it is over", () -> edge.edge.streams().connections() == 0);
      assertThat(edge.logAtEnd())
          .contains("\"stream\":\"db\"")
          .contains("\"bytesIn\":8,\"bytesOut\":6")
          .contains("\"target\":\"" + target.address())
          .doesNotContain("error.type");
    }
  }

  @Test
  void aSlowReaderSlowsTheWriterAndLosesNothing() throws Exception {
    int port = Ports.free();
    int size = 32 << 20;
    try (var _ = toTarget(port);
        Socket client = connect(port)) {
      Socket server = target.connection(0);
      var written = new AtomicInteger();
      var writer =
          Thread.startVirtualThread(() -> {
            var piece = new byte[64 * 1024];
            try {
              for (int at = 0; at < size; at += piece.length) {
                for (int i = 0; i < piece.length; i++) {
                  piece[i] = (byte) (((at + i) * 31) >> 3);
                }
                server.getOutputStream().write(piece);
                written.addAndGet(piece.length);
              }
              server.shutdownOutput();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(Await.within(Duration.ofMillis(300), () -> written.get() == size)).isFalse();
      byte[] all = client.getInputStream().readAllBytes();
      writer.join();
      assertThat(all).hasSize(size);
      for (int i = 0; i < size; i += 4097) {
        assertThat(all[i]).isEqualTo((byte) ((i * 31) >> 3));
      }
    }
  }

  @Test
  void connectionsWithoutABytePassingEnd() throws IOException {
    int port = Ports.free();
    try (var edge = stream(port, "'upstream': '" + target.address() + "', 'idle': '1s'");
        Socket client = connect(port)) {
      target.connection(0);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"idle_timeout\"");
    }
  }

  @Test
  void aTargetThatRefusesIsReplacedByAnother() throws IOException {
    int port = Ports.free();
    String dead = "127.0.0.1:" + ScriptedUpstream.closedPort();
    String graph =
        "{'upstreams': {'db': {'targets': ['"
            + dead
            + "', '"
            + target.address()
            + "'], 'retry': {'attempts': 2, 'on': ['connect']}}},"
            + "'streams': {'db': {'listen': '127.0.0.1:"
            + port
            + "', 'upstream': 'db'}}}";
    try (var _ = EdgeUnderTest.serving(graph)) {
      for (int i = 0; i < 4; i++) {
        try (Socket client = connect(port)) {
          send(target.connection(i), "x");
          assertThat(read(client, 1)).isEqualTo("x");
        }
      }
    }
  }

  @Test
  void aTcpCheckKeepsConnectionsFromADeadTarget() throws IOException {
    int port = Ports.free();
    String dead = "127.0.0.1:" + ScriptedUpstream.closedPort();
    String graph =
        "{'upstreams': {'db': {'targets': ['"
            + dead
            + "', '"
            + target.address()
            + "'], 'health': {'kind': 'tcp', 'every': '100ms', 'unhealthyAfter': 1}}},"
            + "'streams': {'db': {'listen': '127.0.0.1:"
            + port
            + "', 'upstream': 'db'}}}";
    try (var edge = EdgeUnderTest.serving(graph)) {
      Await.until("it is down", () -> !edge.edge.upstreams().getFirst().up());
      for (int i = 1; i <= 4; i++) {
        int connections = i;
        try (Socket client = connect(port)) {
          send(client, "x");
          Await.until("it stands", () -> edge.edge.upstreams().getLast().active() == connections);
        }
      }
      assertThat(edge.logAtEnd()).doesNotContain("upstream_connect").contains(target.address());
    }
  }

  @Test
  void withNoTargetTheConnectionEndsAndTheLogSaysWhy() throws IOException {
    int port = Ports.free();
    String dead = "127.0.0.1:" + ScriptedUpstream.closedPort();
    try (var edge = stream(port, "'upstream': '" + dead + "'");
        Socket client = connect(port)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(edge.edge.openMetrics())
          .contains("varve_stream_connections_total{stream=\"db\",end=\"upstream_connect\"} 1");
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_connect\"");
    }
  }

  @Test
  void moreConnectionsThanAllowedAreCut() throws IOException {
    int port = Ports.free();
    String more = "'upstream': '" + target.address() + "', 'connections': 1";
    try (var _ = stream(port, more);
        Socket first = connect(port)) {
      Socket server = target.connection(0);
      try (Socket second = connect(port)) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
      send(server, "x");
      assertThat(read(first, 1)).isEqualTo("x");
    }
  }

  /// PROXY protocol 2.1.
  @Test
  void theClientIsToldFromProxyToProxy() throws IOException {
    int port = Ports.free();
    String graph =
        "{'upstreams': {'db': {'targets': ['"
            + target.address()
            + "'], 'proxyProtocol': 'v1'}}, 'streams': {'db': {'listen': '127.0.0.1:"
            + port
            + "', 'upstream': 'db', 'proxyProtocol': ['127.0.0.0/8']}}}";
    try (var edge = EdgeUnderTest.serving(graph)) {
      String line = "PROXY TCP4 192.0.2.7 198.51.100.9 1234 5432\r\n";
      try (Socket client = connect(port)) {
        send(client, line + "data");
        assertThat(read(target.connection(0), line.length() + 4)).isEqualTo(line + "data");
      }
      try (Socket client = connect(port)) {
        send(client, "no header at all, so it ends\r\n");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(edge.logAtEnd()).contains("\"client\":\"192.0.2.7\"");
    }
  }

  /// PROXY protocol 2.2.
  @Test
  void versionTwoTellsTheNameTheClientAskedFor() throws IOException {
    int port = Ports.free();
    String graph =
        "{'upstreams': {'db': {'targets': ['"
            + target.address()
            + "'], 'proxyProtocol': 'v2'}}, 'streams': {'db': {'listen': '127.0.0.1:"
            + port
            + "', 'sni': {'a.example': 'db'}}}}";
    try (var _ = EdgeUnderTest.serving(graph);
        Socket client = connect(port)) {
      client.getOutputStream().write(Hello.naming("a.example"));
      byte[] header = target.connection(0).getInputStream().readNBytes(16 + 12 + 3 + 9);
      assertThat(HexFormat.of().formatHex(header)).startsWith("0d0a0d0a000d0a515549540a2111");
      assertThat(new String(header, StandardCharsets.ISO_8859_1)).endsWith("a.example");
      byte[] hello = Hello.naming("a.example");
      assertThat(target.connection(0).getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    }
  }

  @Test
  void aChangedGraphKeepsConnectionsAndSendsNewOnesElsewhere() throws IOException {
    int port = Ports.free();
    try (var other = new Peer();
        var edge = toTarget(port);
        Socket before = connect(port)) {
      Socket old = target.connection(0);
      edge.edge.swap(
          EdgeUnderTest.graph(
              "{'streams': {'db': {'listen': '127.0.0.1:"
                  + port
                  + "', 'upstream': '"
                  + other.address()
                  + "'}}}"));
      try (Socket after = connect(port)) {
        send(other.connection(0), "new");
        assertThat(read(after, 3)).isEqualTo("new");
      }
      send(old, "old");
      assertThat(read(before, 3)).isEqualTo("old");
    }
  }

  @Test
  void aStreamThatWentAwayTakesNoMoreAndEndsInItsTime() throws IOException {
    int port = Ports.free();
    try (var edge = toTarget(port);
        Socket before = connect(port)) {
      send(target.connection(0), "x");
      assertThat(read(before, 1)).isEqualTo("x");
      edge.edge.swap(EdgeUnderTest.graph("{'drain': '0s'}"));
      assertThat(before.getInputStream().read()).isEqualTo(-1);
      Await.until("nobody listens", () -> !accepts(port));
    }
  }

  private static boolean accepts(int port) {
    try (Socket _ = connect(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void aBusyPortIsToldAtTheStart() throws IOException {
    try (ServerSocket taken = Ports.taken()) {
      assertThatThrownBy(() -> toTarget(taken.getLocalPort()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("must be free");
    }
  }

  @Test
  void whatAStreamCannotDoIsRefused() {
    String graph =
        "{'upstreams': {'u': {'targets': ['127.0.0.1:1'], 'sticky': true}},"
            + "'streams': {'db': {'listen': '127.0.0.1:5', 'upstream': 'u'}}}";
    assertThatThrownBy(() -> EdgeUnderTest.serving(graph).close())
        .hasMessageContaining("leave out sticky");
  }
}
