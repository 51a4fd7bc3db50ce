package dev.varve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.FieldName;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9113 section 8 and security F8: what a request may look like.
class RequestRulesTest {
  @BeforeAll
  static void open() {
    ServerUnderTest.open();
  }

  @AfterAll
  static void shut() {
    ServerUnderTest.shut();
  }

  private static final String START = ":method=GET|:scheme=http|:path=/|:authority=a";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "8.3.1 no method; :scheme=http|:path=/|:authority=a",
        "8.3.1 no scheme; :method=GET|:path=/|:authority=a",
        "8.3.1 no path; :method=GET|:scheme=http|:authority=a",
        "8.3.1 no authority and no Host; :method=GET|:scheme=http|:path=/",
        "8.3.1 empty path; :method=GET|:scheme=http|:path=|:authority=a",
        "8.3.1 path without slash; :method=GET|:scheme=http|:path=x|:authority=a",
        "8.3.1 asterisk for GET; :method=GET|:scheme=http|:path=*|:authority=a",
        "8.3.1 unknown scheme; :method=GET|:scheme=ftp|:path=/|:authority=a",
        "8.3.1 authority and Host differ; :method=GET|:scheme=http|:path=/|:authority=a|host=b",
        "8.3.1 user in authority; :method=GET|:scheme=http|:path=/|:authority=u@a",
        "8.3.1 path in authority; :method=GET|:scheme=http|:path=/|:authority=a/b",
        "8.3.1 method twice; :method=GET|:method=GET|:scheme=http|:path=/|:authority=a",
        "8.3.1 path twice; :method=GET|:scheme=http|:path=/|:path=/b|:authority=a",
        "8.3.1 scheme twice; :method=GET|:scheme=http|:scheme=http|:path=/|:authority=a",
        "8.3.1 authority twice; :method=GET|:scheme=http|:path=/|:authority=a|:authority=a",
        "8.3.1 Host twice; :method=GET|:scheme=http|:path=/|:authority=a|host=a|host=a",
        "8.3 unknown pseudo-header; :method=GET|:scheme=http|:path=/|:authority=a|:x=y",
        "8.3 pseudo-header of answers; :method=GET|:scheme=http|:path=/|:authority=a|:status=200",
        "8.3 pseudo-header behind a field; :method=GET|:scheme=http|:path=/|x=y|:authority=a",
        "8.2.1 capitals in a name; :method=GET|:scheme=http|:path=/|:authority=a|X-Up=y",
        "8.2.1 empty name; :method=GET|:scheme=http|:path=/|:authority=a|=y",
        "8.2.1 blank in a name; :method=GET|:scheme=http|:path=/|:authority=a|x y=z",
        "8.2.1 colon in a name; :method=GET|:scheme=http|:path=/|:authority=a|x:y=z",
        "8.2.2 Connection; :method=GET|:scheme=http|:path=/|:authority=a|connection=close",
        "8.2.2 Keep-Alive; :method=GET|:scheme=http|:path=/|:authority=a|keep-alive=1",
        "8.2.2 Proxy-Connection; :method=GET|:scheme=http|:path=/|:authority=a|proxy-connection=x",
        "8.2.2 Upgrade; :method=GET|:scheme=http|:path=/|:authority=a|upgrade=h2c",
        "8.2.2 Transfer-Encoding; :method=GET|:scheme=http|:path=/|:authority=a|transfer-encoding=chunked",
        "8.2.2 TE; :method=GET|:scheme=http|:path=/|:authority=a|te=gzip",
        "8.1.1 two lengths; :method=GET|:scheme=http|:path=/|:authority=a|content-length=1|content-length=2",
        "8.1.1 signed length; :method=GET|:scheme=http|:path=/|:authority=a|content-length=+1",
        "8.1.1 list of lengths; :method=GET|:scheme=http|:path=/|:authority=a|content-length=1, 1",
        "8.1.1 length without a body; :method=GET|:scheme=http|:path=/|:authority=a|content-length=1",
        "8.5 CONNECT with a path; :method=CONNECT|:path=/|:authority=a",
        "8.5 CONNECT without authority; :method=CONNECT|host=a",
        "RFC 8441 4 protocol without CONNECT; :method=GET|:scheme=http|:path=/|:authority=a|:protocol=x",
        "9110 5.6.2 method no token; :method=G T|:scheme=http|:path=/|:authority=a",
        "9112 3.2 fragment; :method=GET|:scheme=http|:path=/#x|:authority=a",
      })
  void refusesTheStreamAndReachesNoHandler(String rule, String lines) {
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.send(server.frames.headers(1, true, lines)))
          .as(rule)
          .containsExactly("RESET 1 PROTOCOL_ERROR");
      assertThat(server.exchanges).isEmpty();
      assertThat(server.get(3)).as("other streams live").hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\0", "\u0001", "\u007f"})
  void refusesControlCharactersInValues(String control) {
    // RFC 9113 8.2.1, security P7.
    try (var server = ServerUnderTest.greeting()) {
      for (String lines :
          new String[] {
            START + "|x=a" + control + "b", START.replace(":path=/", ":path=/" + control)
          }) {
        int stream = server.log.size() * 2 + 1;
        assertThat(server.send(server.frames.headers(stream, true, lines)))
            .containsExactly("RESET " + stream + " PROTOCOL_ERROR");
      }
      assertThat(server.exchanges).isEmpty();
    }
  }

  @Test
  void refusesWhiteSpaceAroundValues() {
    // RFC 9113 8.2.1.
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.send(server.frames.headers(1, true, START + "|x= a")))
          .containsExactly("RESET 1 PROTOCOL_ERROR");
      assertThat(server.send(server.frames.headers(3, true, START + "|x=a\t")))
          .containsExactly("RESET 3 PROTOCOL_ERROR");
    }
  }

  @Test
  void givesTheHandlerWhatCame() {
    var seen = new ArrayList<String>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          var request = exchange.request();
          seen.add(request + "\n" + request.fields());
          exchange.respond(exchange.response(), Body.empty());
        })) {
      for (int stream = 1; stream < 8; stream += 2) {
        server.send(
            server.frames.headers(
                stream,
                true,
                ":method=GET|:scheme=https|:path=/a?b=%20c|:authority=A.test:8443|accept=*/*"
                    + "|cookie=a=1|x-long="
                    + "v".repeat(600)
                    + "|cookie=b=2|te=trailers|empty="));
      }
    }
    // RFC 9113 8.2.3: crumbs of a cookie become one field.
    assertThat(seen)
        .hasSize(4)
        .allSatisfy(text ->
            assertThat(text)
                .isEqualTo(
                    "GET https://A.test:8443 /a?b=%20c HTTP/2\naccept: */*\nx-long: "
                        + "v".repeat(600)
                        + "\nte: trailers\nempty: \ncookie: a=1; b=2\n"));
  }

  @Test
  void takesHostWhereThereIsNoAuthority() {
    var seen = new ArrayList<String>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          seen.add(exchange.request().authority());
          exchange.respond(exchange.response(), Body.empty());
        })) {
      server.send(server.frames.headers(1, true, ":method=GET|:scheme=http|:path=/|host=a.test"));
    }
    assertThat(seen).containsExactly("a.test");
  }

  @Test
  void keepsWhatAHandlerAddsBehindWhatCame() {
    var seen = new ArrayList<String>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.request().fields().add(FieldName.VIA, "varve");
          seen.add(exchange.request().fields().toString());
          exchange.respond(exchange.response(), Body.empty());
        })) {
      server.send(server.frames.headers(1, true, START + "|x=y"));
    }
    assertThat(seen).containsExactly("x: y\nvia: varve\n");
  }

  @Test
  void answersTooLongTargetsAndUnknownExpectations() {
    try (var server = ServerUnderTest.greeting()) {
      // Security F6.
      assertThat(server.send(server.frames.headers(1, true, START + "|expect=200-maybe")))
          .containsExactly("HEADERS 1 END :status=417|content-length=0");
      assertThat(
              server.send(
                  server.frames.headers(
                      3, true, START.replace(":path=/", ":path=/" + "x".repeat(9000)))))
          .containsExactly("HEADERS 3 END :status=414|content-length=0");
      assertThat(server.exchanges).isEmpty();
    }
  }
}
