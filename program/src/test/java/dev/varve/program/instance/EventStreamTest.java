package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.app.Application;
import dev.varve.app.Guard;
import dev.varve.app.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Server-sent events from a handler to a client: each is read before the next one is written, so
/// nothing on the way can wait for more.
final class EventStreamTest {
  private static final int EVENTS = 20;

  /// The handler never flushes, and writes an event only when the client has read the one before.
  private static Application events(Semaphore read) {
    return (routes, _) ->
        routes.get(
            "/events",
            Guard.open(),
            _ ->
                Reply.stream(
                    "text/event-stream",
                    out -> {
                      for (int i = 0; i < EVENTS; i++) {
                        out.write(event(i).getBytes(StandardCharsets.US_ASCII));
                        read.acquireUninterruptibly();
                      }
                    }));
  }

  private static String event(int number) {
    return "data: event " + number + "\n\n";
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "direct, HTTP_1_1, identity",
    "direct, HTTP_1_1, gzip",
    "direct, HTTP_2, identity",
    "direct, HTTP_2, gzip",
    "h1, HTTP_1_1, identity",
    "h1, HTTP_2, gzip",
    "h2, HTTP_1_1, gzip",
    "h2, HTTP_2, identity",
  })
  void everyEventIsReadBeforeTheNextIsWritten(
      String proxied, HttpClient.Version version, String coding)
      throws IOException, InterruptedException {
    var read = new Semaphore(0);
    try (var site = new AppSite(events(read), ", 'compress': {'minSize': '0B'}");
        var client = SecureClient.open()) {
      int port = proxied.equals("direct") ? site.tlsPort() : site.proxied(proxied, true);
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/events"))
                  .version(version)
                  .header("accept-encoding", coding)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());

      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.headers().firstValue("content-encoding").orElse("identity"))
          .isEqualTo(coding);
      try (InputStream in = unpacked(coding, answer.body())) {
        for (int i = 0; i < EVENTS; i++) {
          String event = event(i);
          assertThat(new String(in.readNBytes(event.length()), StandardCharsets.US_ASCII))
              .isEqualTo(event);
          read.release();
        }
        assertThat(in.read()).isEqualTo(-1);
      }
    } finally {
      read.release(EVENTS);
    }
  }

  private static InputStream unpacked(String coding, InputStream in) throws IOException {
    return coding.equals("gzip") ? new GZIPInputStream(in, 64) : in;
  }
}
