package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are too large for memory, which the kernel sends by itself. Descriptors that stay
/// open are found by the leak check after each test.
class LargeFilesTest {
  private static final int SIZE = 12 << 20;
  private static final int CLIENTS = 20;

  @TempDir Path root;

  private Path file;
  private String content;

  @BeforeEach
  void write() throws IOException {
    content = "0123456789abcdef".repeat(SIZE / 16);
    file = Files.writeString(root.resolve("large.bin"), content);
  }

  private EdgeUnderTest site() {
    return EdgeUnderTest.serving(
        "{'sites': {'*': [{'path': '/*', 'static': {'dir': '.'}}]}}",
        root,
        UnaryOperator.identity());
  }

  /// A client that has asked for the file and does not read what comes.
  private static Socket waiting(EdgeUnderTest edge) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port()));
    socket
        .getOutputStream()
        .write(
            Wire.head("GET /large.bin HTTP/1.1", "host: example.com", "connection: close")
                .getBytes(StandardCharsets.ISO_8859_1));
    String pair =
        String.format(Locale.ROOT, ":%04X .*:%04X 01 ", edge.port(), socket.getLocalPort());
    Await.until("the server has sent more than is taken", () -> hasUnsent(pair));
    return socket;
  }

  /// Whether the kernel keeps bytes that the peer of this connection has no room for.
  private static boolean hasUnsent(String pair) {
    try {
      for (String table : new String[] {"tcp", "tcp6"}) {
        for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
          if (line.matches(".*" + pair + ".*") && !line.contains(" 01 00000000:")) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /// Bytes that were copied stay what they were; pages that the kernel only points to change under
  /// the socket's feet.
  @Test
  void leaveWithoutBeingCopied() throws IOException {
    try (var edge = site();
        Socket client = waiting(edge);
        var writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writer.write(StandardCharsets.ISO_8859_1.encode("x".repeat(SIZE)), 0);

      String body = body(rest(client));

      assertThat(body).hasSizeLessThan(SIZE).contains("xxxxxxxxxxxxxxxx");
    }
  }

  @Test
  void endTheConnectionWhenTheyBecomeShorterOrAreRewritten() throws IOException {
    try (var edge = site()) {
      try (Socket client = waiting(edge);
          var writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
        writer.truncate(SIZE / 2);
        assertThat(body(rest(client)).length()).isLessThan(SIZE);
      }
      Files.writeString(file, content);
      try (Socket client = waiting(edge)) {
        Files.writeString(file, content, StandardOpenOption.WRITE);
        assertThat(body(rest(client)).length()).isLessThan(SIZE);
      }
      assertThat(edge.logAtEnd()).contains("\"error.type\":");
    }
  }

  @Test
  void thatOnlyGrewOrWereReplacedArriveAsTheyWere() throws IOException {
    try (var edge = site()) {
      try (Socket client = waiting(edge)) {
        Files.writeString(file, "more", StandardOpenOption.APPEND);
        assertThat(body(rest(client))).isEqualTo(content);
      }
      Files.writeString(file, content);
      try (Socket client = waiting(edge)) {
        Files.move(
            Files.writeString(root.resolve("next"), "new"),
            file,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(body(rest(client))).isEqualTo(content);
      }
    }
  }

  @Test
  void leaveInPartsAndOneAfterTheOtherOnOneConnection() {
    String part = Wire.head("GET /large.bin HTTP/1.1", "host: h", "range: bytes=1000001-9000007");
    String last = Wire.head("GET /large.bin HTTP/1.0", "host: h", "range: bytes=-9");
    try (var edge = site();
        Client client = edge.connect()) {
      String all = client.send(part + part + last).readToEnd();

      String expected = content.substring(1_000_001, 9_000_008);
      int first = all.indexOf("\r\n\r\n") + 4;
      assertThat(all.substring(first, first + expected.length())).isEqualTo(expected);
      int second = all.indexOf("\r\n\r\n", first + expected.length()) + 4;
      assertThat(all.substring(second, second + expected.length())).isEqualTo(expected);
      assertThat(all.substring(second + expected.length())).endsWith("\r\n\r\n789abcdef");
    }
  }

  @Test
  void areLetGoWhenTheirClientsLeave() throws IOException {
    try (var edge = site()) {
      for (int i = 0; i < CLIENTS; i++) {
        waiting(edge).close();
      }
      assertThat(edge.get("/large.bin", "range: bytes=0-3").body()).isEqualTo("0123");
    }
  }
}
