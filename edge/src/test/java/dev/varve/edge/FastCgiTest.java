package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts, run by a FastCGI server that a test plays.
class FastCgiTest {
  @TempDir Path root;

  @BeforeEach
  void writeScripts() throws IOException {
    Files.writeString(root.resolve("index.php"), "<?php");
    Files.writeString(root.resolve("upload.jpg"), "jpg");
  }

  @Test
  void runsAScriptWithItsVariables() {
    try (var server = new Server("Status: 201 Made\r\nContent-Type: text/x\r\n\r\nhello");
        var edge = edge(server)) {
      Reply reply =
          edge.get("/index.php/extra?q=1", "x-a: 1", "proxy: evil", "x_a: 2", "cookie: a=b");

      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.field("content-type")).isEqualTo("text/x");
      assertThat(reply.body()).isEqualTo("hello");
      assertThat(server.seen.getFirst())
          .containsEntry("SCRIPT_FILENAME", root + "/index.php")
          .containsEntry("SCRIPT_NAME", "/index.php")
          .containsEntry("PATH_INFO", "/extra")
          .containsEntry("QUERY_STRING", "q=1")
          .containsEntry("REQUEST_URI", "/index.php/extra?q=1")
          .containsEntry("REQUEST_METHOD", "GET")
          .containsEntry("REMOTE_ADDR", "127.0.0.1")
          .containsEntry("SERVER_NAME", "example.com")
          .containsEntry("HTTP_X_A", "1")
          .containsEntry("HTTP_COOKIE", "a=b")
          .containsEntry("APP_MODE", "test")
          .doesNotContainKey("HTTP_PROXY")
          .doesNotContainKey("HTTPS");
    }
  }

  @Test
  void bodiesAreStreamedToTheScript() {
    try (var server = new Server("Content-Type: text/plain\n\nok");
        var edge = edge(server)) {
      String body = "x".repeat(300_000);
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST /index.php HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "content-type: text/y",
                      "content-length: " + body.length())
                  + body);

      assertThat(reply.body()).isEqualTo("ok");
      assertThat(server.seen.getFirst())
          .containsEntry("CONTENT_LENGTH", "300000")
          .containsEntry("CONTENT_TYPE", "text/y")
          .containsEntry("(stdin)", "300000");
    }
  }

  @Test
  void largeAnswersAreStreamedToTheClient() {
    try (var server = new Server("Content-Type: text/plain\n\n" + "y".repeat(1_000_000));
        var edge = edge(server)) {
      assertThat(edge.get("/").body()).hasSize(1_000_000);
    }
  }

  @Test
  void whatOnlyLooksLikeAScriptIsNotFound() {
    try (var server = new Server("Content-Type: text/plain\n\nran");
        var edge = edge(server)) {
      assertThat(edge.get("/upload.jpg/x.php").status()).isEqualTo(404);
      assertThat(edge.get("/none.php").status()).isEqualTo(404);
      assertThat(edge.get("/index.php%00.jpg").status()).isEqualTo(400);
      assertThat(server.seen).isEmpty();
    }
  }

  @Test
  void aServerThatBreaksOffIs502() {
    try (var server = new Server("");
        var edge = edge(server)) {
      assertThat(edge.get("/index.php").status()).isEqualTo(502);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_response_read\"");
    }
  }

  @Test
  void aServerThatIsAwayIs502() {
    int port = ScriptedUpstream.closedPort();
    try (var edge = edge("127.0.0.1:" + port)) {
      assertThat(edge.get("/index.php").status()).isEqualTo(502);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_connect\"");
    }
  }

  @Test
  void aBodyOfUnknownLengthIs411() {
    try (var server = new Server("Content-Type: text/plain\n\nran");
        var edge = edge(server)) {
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST /index.php HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "transfer-encoding: chunked")
                  + "0\r\n\r\n");
      assertThat(reply.status()).isEqualTo(411);
    }
  }

  private EdgeUnderTest edge(Server server) {
    return edge(server.address());
  }

  private EdgeUnderTest edge(String address) {
    return EdgeUnderTest.serving(
        "{'sites': {'*': [{'path': '/*', 'fastcgi': {'upstream': '"
            + address
            + "', 'root': '.', 'environment': {'APP_MODE': 'test'}}}]}}",
        root,
        UnaryOperator.identity());
  }

  /// Answers every request with the same text, and remembers its variables.
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] answer;
    final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

    Server(String answer) {
      this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.startVirtualThread(this::accept);
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          try (Socket connection = socket.accept()) {
            serve(connection);
          }
        }
      } catch (IOException _) {
        if (!socket.isClosed()) {
          accept();
        }
      }
    }

    private void serve(Socket connection) throws IOException {
      var in = new DataInputStream(connection.getInputStream());
      var parameters = new java.io.ByteArrayOutputStream();
      long stdin = 0;
      while (true) {
        byte[] header = in.readNBytes(8);
        if (header.length < 8) {
          return;
        }
        int length = ((header[4] & 0xFF) << 8) | (header[5] & 0xFF);
        byte[] content = in.readNBytes(length);
        in.readNBytes(header[6] & 0xFF);
        if (header[1] == 4) {
          parameters.writeBytes(content);
        } else if (header[1] == 5) {
          stdin += length;
          if (length == 0) {
            break;
          }
        }
      }
      Map<String, String> variables = variables(parameters.toByteArray());
      variables.put("(stdin)", String.valueOf(stdin));
      seen.add(variables);
      write(connection.getOutputStream());
    }

    private void write(OutputStream out) throws IOException {
      if (answer.length == 0) {
        return;
      }
      for (int at = 0; at < answer.length; at += 8_000) {
        int length = Math.min(8_000, answer.length - at);
        out.write(new byte[] {1, 6, 0, 1, (byte) (length >> 8), (byte) length, 0, 0});
        out.write(answer, at, length);
      }
      out.write(new byte[] {1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
      out.flush();
    }

    private static Map<String, String> variables(byte[] bytes) {
      var variables = new TreeMap<String, String>();
      int[] at = {0};
      while (at[0] < bytes.length) {
        int name = length(bytes, at);
        int value = length(bytes, at);
        String key = new String(bytes, at[0], name, StandardCharsets.UTF_8);
        variables.put(key, new String(bytes, at[0] + name, value, StandardCharsets.UTF_8));
        at[0] += name + value;
      }
      return variables;
    }

    private static int length(byte[] bytes, int[] at) {
      int first = bytes[at[0]++] & 0xFF;
      if (first < 128) {
        return first;
      }
      int length = (first & 0x7F) << 24;
      length |= (bytes[at[0]++] & 0xFF) << 16;
      length |= (bytes[at[0]++] & 0xFF) << 8;
      return length | (bytes[at[0]++] & 0xFF);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
