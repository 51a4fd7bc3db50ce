package dev.varve.edge.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPageTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '\'',
      value = {
        "-, false",
        "*/*, false",
        "application/json, false",
        "text/html, true",
        "'text/html,application/xhtml+xml,*/*;q=0.8', true",
        "'application/json, text/html;q=0.5', false",
        "'text/html;q=0', false"
      })
  void whoNamesHtmlGetsHtml(String accept, boolean html) {
    assertThat(ErrorPage.wantsHtml(accept)).isEqualTo(html);
  }

  @Test
  void tellsStatusDetailAndRequestId() {
    ErrorPage page = ErrorPage.of(502, null, "The application did not answer.", "r-1");

    assertThat(page.contentType()).isEqualTo("application/problem+json");
    assertThat(text(page))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Bad Gateway\",\"status\":502,"
                + "\"detail\":\"The application did not answer.\",\"requestId\":\"r-1\"}\n");
  }

  @Test
  void htmlEscapesWhatTheClientSent() {
    ErrorPage page = ErrorPage.of(400, "text/html", "<b>", "<script>");

    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(text(page)).contains("400 Bad Request", "&lt;script&gt;").doesNotContain("<script>");
  }

  private static String text(ErrorPage page) {
    return new String(page.body().array(), UTF_8);
  }
}
