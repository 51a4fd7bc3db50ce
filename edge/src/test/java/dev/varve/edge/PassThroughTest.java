package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.StreamTest.Peer;
import dev.varve.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS that goes on by the name in its hello, and is not ended here.
final class PassThroughTest {
  private final Peer exact = new Peer();
  private final Peer wild = new Peer();
  private final int port = Ports.free();

  @AfterEach
  void end() throws IOException {
    exact.close();
    wild.close();
  }

  private EdgeUnderTest byName(String more) {
    return EdgeUnderTest.serving(
        "{'streams': {'tls': {'listen': '127.0.0.1:"
            + port
            + "', 'sni': {'a.example': '"
            + exact.address()
            + "', '*.example': '"
            + wild.address()
            + "'}"
            + more
            + "}}}");
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] read(Socket from, int count) throws IOException {
    return from.getInputStream().readNBytes(count);
  }

  @ParameterizedTest
  @CsvSource({"a.example, true", "A.Example., true", "b.example, false", "c.b.example, false"})
  void theNameDecidesWhereAConnectionGoes(String name, boolean isExact) throws IOException {
    byte[] hello = Hello.naming(name);
    try (var _ = byName("");
        Socket client = connect()) {
      client.getOutputStream().write(hello);
      Socket server = (isExact ? exact : wild).connection(0);
      assertThat(read(server, hello.length)).isEqualTo(hello);
      server.getOutputStream().write(new byte[] {22, 3, 3});
      assertThat(read(client, 3)).containsExactly(22, 3, 3);
    }
  }

  /// RFC 8446, 5.1: a message may be spread over records, and they over segments.
  @Test
  void aHelloInManyPiecesIsPutTogether() throws IOException {
    byte[] hello = Hello.inPieces("a.example", 7);
    try (var _ = byName("");
        Socket client = connect()) {
      client.setTcpNoDelay(true);
      for (byte each : hello) {
        client.getOutputStream().write(each);
      }
      assertThat(read(exact.connection(0), hello.length)).isEqualTo(hello);
    }
  }

  /// RFC 6066, 3: unrecognized_name.
  @ParameterizedTest
  @ValueSource(strings = {"a.test", ""})
  void anUnknownNameGetsAnAlertAndReachesNobody(String name) throws IOException {
    try (var edge = byName("");
        Socket client = connect()) {
      client.getOutputStream().write(Hello.naming(name));
      assertThat(client.getInputStream().readAllBytes()).containsExactly(21, 3, 3, 0, 2, 2, 112);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"tls_name_unknown\"");
    }
    assertThat(exact.accepted).isEmpty();
    assertThat(wild.accepted).isEmpty();
  }

  @Test
  void anUnknownNameGoesToTheUpstreamWhereThereIsOne() throws IOException {
    byte[] hello = Hello.naming("a.test");
    try (var other = new Peer();
        var _ = byName(", 'upstream': '" + other.address() + "'");
        Socket client = connect()) {
      client.getOutputStream().write(hello);
      assertThat(read(other.connection(0), hello.length)).isEqualTo(hello);
    }
  }

  @Test
  void whatIsNoStrictHelloIsCut() throws IOException {
    try (var edge = byName("")) {
      refuses("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      refuses(new byte[] {22, 3, 1, 0, 0});
      refuses(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0});
      byte[] beyond = Hello.naming("a.example");
      beyond[beyond.length - 10] = 12; // the name reaches beyond its list
      refuses(beyond);
      refuses(Hello.naming("a\u0000example"));
      refuses(tooLong());
      assertThat(edge.logAtEnd().lines().filter(line -> line.contains("\"tls_hello\""))).hasSize(6);
    }
    assertThat(exact.accepted).isEmpty();
  }

  /// One byte a record: six times as long as it needs to be.
  private static byte[] tooLong() {
    var message = new byte[4096];
    message[0] = 1;
    message[2] = 16;
    return Hello.records(message, 1);
  }

  private void refuses(byte[] bytes) throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write(bytes);
      int read = client.getInputStream().read();
      assertThat(read).isEqualTo(-1);
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }
}
