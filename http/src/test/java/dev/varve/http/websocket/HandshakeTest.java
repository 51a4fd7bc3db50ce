package dev.varve.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.Version;
import dev.varve.http.websocket.Handshake.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 6455 section 4, RFC 8441, RFC 7692 section 7.1.
class HandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  @Test
  void answersTheExampleOfSection13() {
    assertThat(Handshake.acceptFor(KEY)).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, h2c, 13, " + KEY + ", 426",
    "POST, websocket, 13, " + KEY + ", 400",
    "GET, websocket, 12, " + KEY + ", 426",
    "GET, websocket, 13, c2hvcnQ=, 400",
    "GET, websocket, 13, not base64!, 400",
    "GET, WebSocket, 13, " + KEY + ", 0",
  })
  void checksRequests(String method, String protocol, String version, String key, int status) {
    Request request = request(key);
    request.set(method, "/chat").protocol(protocol);
    request.fields().set(Handshake.VERSION_NAME, version);
    int outcome =
        switch (Handshake.check(request, WebSocketOptions.DEFAULT)) {
          case Outcome.Refused(int refused, String _) -> refused;
          case Outcome.Accepted _ -> 0;
        };
    assertThat(outcome).isEqualTo(status);
  }

  @Test
  void wantsNoKeyOverHttp2() {
    var request =
        Request.get("a.test", "/chat")
            .set("CONNECT", "/chat")
            .version(Version.HTTP_2)
            .protocol("websocket");
    request.fields().set(Handshake.VERSION_NAME, "13");
    assertThat(Handshake.check(request, WebSocketOptions.DEFAULT))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = ';',
      value = {
        "permessage-deflate; permessage-deflate",
        "permessage-deflate, permessage-deflate-2; permessage-deflate",
        "x-other, permessage-deflate; permessage-deflate",
        "x-other; -",
      })
  void picksAnExtension(String offer, @Nullable String answer) {
    DeflateTerms terms = DeflateTerms.accept(offer);
    assertThat(terms == null ? null : terms.answer()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "client_max_window_bits|permessage-deflate",
        "client_max_window_bits=10|permessage-deflate",
        "client_max_window_bits=\"15\"|permessage-deflate",
        "server_max_window_bits=15|permessage-deflate",
        "server_max_window_bits=10|-",
        "server_max_window_bits=10, permessage-deflate|permessage-deflate",
        "server_max_window_bits|-",
        "client_max_window_bits=16|-",
        "client_max_window_bits=08|-",
        "server_no_context_takeover|permessage-deflate; server_no_context_takeover",
        "client_no_context_takeover|permessage-deflate; client_no_context_takeover",
        "server_no_context_takeover=1|-",
        "server_no_context_takeover; server_no_context_takeover|-",
        "unknown|-",
      })
  void negotiatesCompression(String parameters, @Nullable String answer) {
    DeflateTerms terms = DeflateTerms.accept("permessage-deflate; " + parameters);
    assertThat(terms == null ? null : terms.answer()).isEqualTo(answer);
  }

  @Test
  void picksTheFirstSubprotocolThatBothSpeak() {
    Request request = request(KEY);
    request.fields().add(Handshake.PROTOCOLS, "v3, v2").add(Handshake.PROTOCOLS, "v1");
    var options = WebSocketOptions.DEFAULT.withProtocols(List.of("v1", "v2"));
    assertThat(Handshake.check(request, options))
        .isInstanceOfSatisfying(
            Outcome.Accepted.class, accepted -> assertThat(accepted.protocol()).isEqualTo("v2"));
  }

  @Test
  void clientsCheckTheAnswer() throws ProtocolException {
    var options = WebSocketOptions.DEFAULT.withProtocols(List.of("v1"));
    Request request = Request.get("a.test", "/");
    String key = Handshake.ask(request, options);
    assertThat(Handshake.check(request, options)).isInstanceOf(Outcome.Accepted.class);

    assertThat(Handshake.confirm(answer(key), key, options).protocol()).isEmpty();
    for (Response wrong :
        List.of(
            answer(KEY),
            answer(key).status(200),
            answer(key).field(Handshake.PROTOCOLS, "v2"),
            answer(key).field(Handshake.EXTENSIONS, "x-other"),
            answer(key)
                .field(Handshake.EXTENSIONS, "permessage-deflate; client_max_window_bits=9"))) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> Handshake.confirm(wrong, key, options));
    }
  }

  private static Response answer(String key) {
    return Response.of(101).field(Handshake.ACCEPT, Handshake.acceptFor(key));
  }

  private static Request request(String key) {
    var request = Request.get("a.test", "/chat").protocol("websocket");
    request.fields().set(Handshake.VERSION_NAME, "13").set(Handshake.KEY, key);
    return request;
  }
}
