package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeTest {
  @Test
  void respondsWithATextOfTheGraph() {
    try (var edge =
        EdgeUnderTest.routes("{'path': '/hi/{name}', 'respond': {'body': 'hello {param.name}'}}")) {
      Reply reply = edge.get("/hi/ann");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("hello ann");
      assertThat(reply.field("content-type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(reply.field("x-request-id")).hasSize(20);
    }
  }

  @Test
  void redirectsStayOnTheHostAndKeepTheQuery() {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/old/*rest', 'redirect': {'to': '/new/{param.rest}', 'status': 301}}")) {
      Reply reply = edge.get("/old/a%20b?x=1");

      assertThat(reply.status()).isEqualTo(301);
      assertThat(reply.field("location")).isEqualTo("/new/a%20b?x=1");
    }
  }

  @Test
  void servesFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.txt"), "content of a");
    Files.createDirectory(folder.resolve("sub"));
    try (var edge =
        EdgeUnderTest.serving(
            "{'sites': {'*': [{'path': '/*', 'static': '.'}]}}",
            folder,
            UnaryOperator.identity())) {
      Reply reply = edge.get("/a.txt");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("content of a");
      String tag = reply.field("etag");
      assertThat(edge.get("/a.txt", "if-none-match: " + tag).status()).isEqualTo(304);
      Reply part = edge.get("/a.txt", "range: bytes=8-8,11-");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).contains("bytes 8-8/12", "bytes 11-11/12");
      assertThat(edge.get("/a.txt", "range: bytes=0-6").body()).isEqualTo("content");
      assertThat(edge.get("/a.txt", "range: bytes=99-").status()).isEqualTo(416);
      assertThat(edge.ask("HEAD", "/a.txt").field("content-length")).isEqualTo("12");
      assertThat(edge.get("/sub").field("location")).isEqualTo("./sub/");
      assertThat(edge.get("/nothing").status()).isEqualTo(404);
      assertThat(edge.ask("DELETE", "/a.txt").field("allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  void passesRequestsToAnUpstream() {
    try (var upstream = ScriptedUpstream.saying("from upstream");
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      Reply reply = edge.get("/a/b?c=d&e");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("from upstream");
      assertThat(upstream.heads.getFirst())
          .startsWith("GET /a/b?c=d&e HTTP/1.1\r\n")
          .contains("host: example.com\r\n", "x-forwarded-for: 127.0.0.1\r\n");
    }
  }

  @Test
  void handsRequestsToAnApplication() {
    try (var edge =
        EdgeUnderTest.serving(
            "{'sites': {'*': [{'path': '/*', 'app': 'shop'}]}}",
            Path.of("."),
            options ->
                options.withActions(_ ->
                    exchange ->
                        exchange.respond(
                            exchange.response(),
                            dev.varve.http.Body.of("app " + exchange.path()))))) {
      assertThat(edge.get("/x").body()).isEqualTo("app /x");
    }
  }

  @Test
  void writesOneLineARequestIntoTheAccessLog() {
    var edge = EdgeUnderTest.routes("{'path': '/*', 'id': 'all', 'respond': 204}");
    edge.get("/a?token=secret", "user-agent: test \"quoted\"");

    assertThat(edge.logAtEnd())
        .contains("\"method\":\"GET\"", "\"path\":\"/a\"", "\"status\":204", "\"route\":\"all\"")
        .contains("\"userAgent\":\"test \\\"quoted\\\"\"")
        .doesNotContain("secret")
        .endsWith("}\n")
        .hasLineCount(1);
  }
}
