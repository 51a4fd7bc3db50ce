package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.ProxyHandler;
import dev.varve.http.TestServer;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loops;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// HTTP/3 over real sockets, as a client that is not ours sees it.
class H3SocketTest {
  private static String ask(QuicClient client, byte[]... octets) {
    return H3Bytes.text(client.open().sendLast(octets).awaitEnd().received());
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void answersARequest(Loops.Kind kind) {
    var echo = new EchoHandler();
    try (var server = H3TestServer.start(2, kind, echo, UnaryOperator.identity());
        var client = QuicClient.connect(server.port())) {
      String answer = ask(client, H3Bytes.get("/a?b"));
      assertThat(answer).startsWith("HEADERS :status: 200; content-length: 14; date: ");
      assertThat(answer).endsWith("DATA GET /a?b [] {}\n");
      assertThat(echo.asked).containsExactly("GET /a?b");
    }
  }

  @Test
  void takesABodyAndTrailers() {
    try (var server = H3TestServer.start(new EchoHandler());
        var client = QuicClient.connect(server.port())) {
      byte[] head = H3Bytes.request("POST", "/p", "content-length", "6");
      String answer =
          ask(client, head, H3Bytes.data("abc"), H3Bytes.data("def"), H3Bytes.headers("x", "1"));
      assertThat(answer).endsWith("DATA POST /p [abcdef] {x: 1}\n");
    }
  }

  @Test
  void sendsInterimAnswersAndTrailers() {
    try (var server =
            H3TestServer.start(exchange -> {
              exchange.inform(103, Fields.of("link", "</a>"));
              exchange.respond(exchange.response(), new TrailedBody("hello", "sum", "5"));
            });
        var client = QuicClient.connect(server.port())) {
      String answer = ask(client, H3Bytes.get("/"));
      assertThat(answer).startsWith("HEADERS :status: 103; link: </a>; \nHEADERS :status: 200; ");
      assertThat(answer).endsWith("DATA hello\nHEADERS sum: 5; \n");
    }
  }

  @Test
  void answersHeadWithoutABody() {
    try (var server = H3TestServer.start(H3SocketTest::hello);
        var client = QuicClient.connect(server.port())) {
      String answer = ask(client, H3Bytes.request("HEAD", "/"));
      assertThat(answer).contains("content-length: 5").doesNotContain("DATA");
    }
  }

  private static void hello(Exchange exchange) {
    exchange.respond(exchange.response(), Body.of("hello"));
  }

  /// Two fields of a name stay two, in their order, from HTTP/3 to an upstream and back.
  @Test
  void repeatedFieldsSurviveAProxy() {
    var heads = new CopyOnWriteArrayList<Fields>();
    Handler origin =
        exchange -> {
          heads.add(new Fields().copy(exchange.request().fields()));
          var response = exchange.response();
          response
              .fields()
              .add(FieldName.SET_COOKIE, "a=1")
              .add(FieldName.SET_COOKIE, "b=2; Path=/");
          exchange.respond(response, Body.empty());
        };
    try (var upstream = TestServer.start(origin);
        var proxy = new ProxyHandler(Origin.http("127.0.0.1", upstream.port()));
        var server = H3TestServer.start(proxy);
        var client = QuicClient.connect(server.port())) {
      String answer =
          ask(client, H3Bytes.request("GET", "/", "x-one", "1", "accept", "a", "x-one", "2, 3"));

      assertThat(answer).contains("set-cookie: a=1; set-cookie: b=2; Path=/; ");
      assertThat(heads.getFirst().values(FieldName.of("x-one"))).containsExactly("1", "2, 3");
    }
  }
}
