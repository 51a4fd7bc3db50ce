package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects go where their author said, whatever a request holds (CWE-601).
final class RedirectTargetTest {
  private static final String ROUTES =
      """
      {'path': '/old/*rest', 'redirect': '/new/{param.rest}'},
      {'path': '/raw/*rest', 'redirect': {'to': '{path}', 'keepQuery': false}},
      {'path': '/host/*', 'redirect': {'to': 'https://other.example{path}', 'status': 301}},
      {'path': '/scheme/*', 'redirect': {'to': 'https://{host}{path}', 'status': 302}},
      {'path': '/see', 'redirect': {'to': '/seen', 'status': 303}},
      {'path': '/kept', 'redirect': {'to': '/keeps', 'status': 307}},
      {'path': '/asked', 'redirect': {'to': '/answer?from={query.from}', 'keepQuery': false}}
      """;

  @Test
  void changesPathHostOrSchemeWithAnyOfTheFiveStatuses() {
    try (var edge = EdgeUnderTest.routes(ROUTES)) {
      says(edge, "/old/a/b?x=1", 308, "/new/a/b?x=1");
      says(edge, "/host/a?x=1", 301, "https://other.example/host/a?x=1");
      says(edge, "/scheme/a", 302, "https://example.com/scheme/a");
      says(edge, "/see", 303, "/seen");
      says(edge, "/kept", 307, "/keeps");
    }
  }

  private static void says(EdgeUnderTest edge, String target, int status, String location) {
    Reply reply = edge.get(target);
    assertThat(reply.status()).as(target).isEqualTo(status);
    assertThat(reply.field("location")).as(target).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/evil.example",
        "//evil.example",
        "%2f%2fevil.example",
        "%2F/evil.example",
        "%5cevil.example",
        "%5c%5cevil.example",
        "..//evil.example",
        "../..//evil.example",
        "https:%2f%2fevil.example",
        "@evil.example",
        "%09/evil.example",
        "%0d%0alocation:%20https://evil.example",
        "%00//evil.example",
        "?//evil.example",
      })
  void neverGoToAHostThatTheRequestChose(String hostile) {
    try (var edge = EdgeUnderTest.routes(ROUTES)) {
      for (String before : new String[] {"/old/", "/raw/", "/host/", "/scheme/", "/"}) {
        staysOn(edge.get(before + hostile));
      }
      staysOn(edge.get("/asked?from=" + hostile.replace("?", "")));
    }
  }

  /// On this host: a path, which does not begin as an authority does; or on one that is written in
  /// the graph.
  private static void staysOn(Reply reply) {
    assertThat(reply.values("location")).hasSizeLessThan(2);
    String location = reply.field("location");
    if (location != null) {
      assertThat(location)
          .matches("(?:https://(?:other\\.example|example\\.com))?/(?![/\\\\]).*")
          .doesNotContain("\r", "\n", "\t", "\\");
    }
  }
}
