package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// UDP that is passed on, a session for each client address.
final class DatagramTest {
  /// Answers each datagram with its name and what it got.
  private static final class Echo implements AutoCloseable {
    private final DatagramSocket socket;
    private final String name;
    final List<Integer> ports = new CopyOnWriteArrayList<>();

    Echo(String name) throws IOException {
      this.name = name;
      this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.startVirtualThread(this::serve);
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
      try {
        while (true) {
          var packet = new DatagramPacket(new byte[65_535], 65_535);
          socket.receive(packet);
          ports.add(packet.getPort());
          byte[] said = (name + text(packet)).getBytes(StandardCharsets.ISO_8859_1);
          socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
        }
      } catch (IOException _) {
        socket.close();
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  /// A client of the stream.
  private static final class Asker implements AutoCloseable {
    private final DatagramSocket socket;
    private final int port;

    Asker(int port) throws IOException {
      this.port = port;
      this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setSoTimeout(20_000);
    }

    void send(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    String ask(String text) throws IOException {
      send(text);
      var packet = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(packet);
      return text(packet);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static EdgeUnderTest stream(int port, String targets, String more) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'dns': {'targets': ["
            + targets
            + "]}}, 'streams': {'dns': {'protocol': 'udp', 'listen': '127.0.0.1:"
            + port
            + "', 'upstream': 'dns'"
            + more
            + "}}}");
  }

  @Test
  void aClientKeepsItsTargetAndGetsItsAnswers() throws IOException {
    int port = Ports.free();
    try (var a = new Echo("a");
        var b = new Echo("b");
        var _ = stream(port, "'" + a.address() + "', '" + b.address() + "'", "");
        var first = new Asker(port);
        var second = new Asker(port)) {
      String mine = first.ask("1").substring(0, 1);
      String other = second.ask("1").substring(0, 1);
      for (int i = 0; i < 5; i++) {
        assertThat(first.ask("m" + i)).isEqualTo(mine + "m" + i);
        assertThat(second.ask("o" + i)).isEqualTo(other + "o" + i);
      }
      assertThat(a.ports.stream().distinct().count() + b.ports.stream().distinct().count())
          .isEqualTo(2);
    }
  }

  @Test
  void largeAndEmptyDatagramsStayWhole() throws IOException {
    int port = Ports.free();
    try (var echo = new Echo("");
        var _ = stream(port, "'" + echo.address() + "'", "");
        var client = new Asker(port)) {
      assertThat(client.ask("x".repeat(60_000))).hasSize(60_000);
      assertThat(client.ask("")).isEmpty();
    }
  }

  @Test
  void asManyClientsAsAllowedAreRemembered() throws IOException {
    int port = Ports.free();
    try (var echo = new Echo("");
        var edge = stream(port, "'" + echo.address() + "'", ", 'connections': 1");
        var first = new Asker(port);
        var second = new Asker(port)) {
      assertThat(first.ask("one")).isEqualTo("one");
      second.send("two");
      Await.until(
          "it is dropped",
          () ->
              edge.edge
                  .openMetrics()
                  .contains("varve_stream_dropped_datagrams_total{stream=\"dns\"} 1"));
      assertThat(first.ask("again")).isEqualTo("again");
      assertThat(echo.ports.stream().distinct()).hasSize(1);
    }
  }

  @Test
  void aSilentClientIsForgottenAndLogged() throws IOException {
    int port = Ports.free();
    try (var echo = new Echo("");
        var edge = stream(port, "'" + echo.address() + "'", ", 'idle': '1s'");
        var client = new Asker(port)) {
      client.ask("four");
      Await.until("it is forgotten", () -> edge.edge.streams().connections() == 0);
      assertThat(client.ask("more")).isEqualTo("more");
      assertThat(echo.ports.stream().distinct()).hasSize(2);
      assertThat(edge.logAtEnd())
          .contains("\"protocol\":\"udp\",\"bytesIn\":4,\"bytesOut\":4")
          .contains("\"target\":\"" + echo.address());
    }
  }

  @Test
  void theNextDatagramAfterARefusalGoesToAnother() throws IOException {
    int port = Ports.free();
    int dead = Ports.free();
    try (var echo = new Echo("");
        var _ = stream(port, "'127.0.0.1:" + dead + "', '" + echo.address() + "'", "");
        var client = new Asker(port)) {
      client.socket.setSoTimeout(200);
      Await.until("somebody answers", () -> answers(client));
    }
  }

  private static boolean answers(Asker client) {
    try {
      return client.ask("x").equals("x");
    } catch (IOException _) {
      return false;
    }
  }
}
