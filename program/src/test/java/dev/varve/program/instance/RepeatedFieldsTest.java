package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.app.Application;
import dev.varve.app.Guard;
import dev.varve.app.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fields that come more than once, from a client through an edge to a handler and back.
final class RepeatedFieldsTest {
  private static Application echo() {
    return (routes, _) ->
        routes.get(
            "/",
            Guard.open(),
            request ->
                Reply.text(request.headers("x-one") + " " + request.headers("accept-language"))
                    .withHeader("set-cookie", "a=1; Path=/")
                    .withHeader("set-cookie", "b=2, c")
                    .withHeader("link", "</a>")
                    .withHeader("link", "</b>, </c>"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "direct, HTTP_1_1",
    "direct, HTTP_2",
    "h1, HTTP_1_1",
    "h1, HTTP_2",
    "h2, HTTP_1_1",
    "h2, HTTP_2",
  })
  void staySeveralAndInOrder(String proxied, HttpClient.Version version)
      throws IOException, InterruptedException {
    try (var site = new AppSite(echo(), "");
        var client = SecureClient.open()) {
      int port = proxied.equals("direct") ? site.tlsPort() : site.proxied(proxied, true);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                  .version(version)
                  .header("x-one", "1")
                  .header("accept-language", "de")
                  .header("x-one", "2, 3")
                  .header("accept-language", "en;q=0.5")
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).isEqualTo("[1, 2, 3] [de, en;q=0.5]");
      assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2, c");
      assertThat(answer.headers().allValues("link")).containsExactly("</a>", "</b>, </c>");
    }
  }
}
