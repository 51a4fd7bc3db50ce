package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a route makes of path and query, as its upstream sees it.
final class RewriteTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'path': '/fixed'}                                | /a/b?x=1        | /fixed?x=1
          {'path': '/{query.x}{path}'}                      | /a?x=1%2F2      | /1%2F2/a?x=1%2F2
          {'regex': '^/(\\\\w+)/(\\\\w+)$', 'with': '/$2/$1'}   | /a/b?x=1        | /b/a?x=1
          {'regex': 'old', 'with': 'new'}                   | /old/older      | /new/newer
          {'regex': '^.*$', 'with': '/a/./c/../b'}          | /x              | /a/b
          {'addPrefix': '/v2'}                              | /a%20b          | /v2/a%20b
          {'query': {'add': {'x': '2'}}}                    | /a?x=1          | /a?x=1&x=2
          {'query': {'set': {'x': '{path}'}}}               | /a?x=1&y&x=3    | /a?y&x=%2Fa
          {'query': {'remove': ['x']}}                      | /a?x=1&xx=2&%78 | /a?xx=2
          {'query': {'set': {'x': '{header.h}'}}}           | /a              | /a?x=1%26y%3D2%20%23
          """)
  void pathAndQueryAreChanged(String rewrite, String sent, String forwarded) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'rewrite': %s, 'proxy': '%s'}"
                    .formatted(rewrite, upstream.address()))) {
      assertThat(edge.get(sent, "h: 1&y=2 #").status()).isEqualTo(200);
      assertThat(upstream.heads.getFirst()).startsWith("GET " + forwarded + " HTTP/1.1\r\n");
    }
  }
}
