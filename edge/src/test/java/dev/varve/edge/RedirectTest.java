package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects lead where the graph says, and a request cannot choose another host.
final class RedirectTest {
  private static EdgeUnderTest to(String redirect) {
    return EdgeUnderTest.routes("{'path': '/*', 'redirect': " + redirect + "}");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void haveTheStatusOfTheGraph(int status) {
    try (var edge = to("{'to': '/new', 'status': " + status + "}")) {
      Reply reply = edge.get("/old");
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.field("location")).isEqualTo("/new");
      assertThat(reply.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /new                        | /new?a=%2F&b
          /v2{path}                   | /v2/old/%C3%A4?a=%2F&b
          https://{host}{path}        | https://example.com/old/%C3%A4?a=%2F&b
          https://www.example.org     | https://www.example.org?a=%2F&b
          https://www.example.org/x?c | https://www.example.org/x?c&a=%2F&b
          """)
  void leadToAnotherPathHostOrScheme(String to, String location) {
    try (var edge = to("'" + to + "'")) {
      assertThat(edge.get("/old/%C3%A4?a=%2F&b").field("location")).isEqualTo(location);
    }
  }

  @Test
  void leaveTheQueryBehindWhenToldSo() {
    try (var edge = to("{'to': '/new', 'keepQuery': false}")) {
      assertThat(edge.get("/old?secret=1").field("location")).isEqualTo("/new");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.test/x",
        "///evil.test",
        "/%2F%2Fevil.test",
        "/%5C%5Cevil.test",
        "/\\evil.test",
        "/.//evil.test",
        "/x/..//evil.test",
        "/?to=//evil.test",
        "/?to=https://evil.test",
        "/?to=%0d%0alocation:%20https://evil.test",
        "/%0d%0alocation:%20https://evil.test"
      })
  void neverLeadToAHostThatTheRequestNames(String target) {
    for (String template : new String[] {"'{path}'", "'/go?to={query.to}'", "'/a{path}'"}) {
      try (var edge = to("{'to': " + template + ", 'keepQuery': false}")) {
        Reply reply = edge.get(target);
        assertThat(reply.status()).isIn(308, 400);
        assertThat(reply.values("location")).hasSize(reply.status() == 308 ? 1 : 0);
        if (reply.status() == 308) {
          assertThat(reply.field("location")).matches("/($|[^/\\\\].*)");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{query.to}",
        "/{query.to}",
        "//{query.to}",
        "/\\\\\\\\evil.test",
        "https://{query.host}/",
        "https://{header.x-host}{path}",
        "javascript:alert(1)"
      })
  void aTargetThatARequestCouldChooseIsRefused(String to) {
    assertThatThrownBy(() -> to("'" + to + "'").close()).isInstanceOf(Failure.class);
  }
}
