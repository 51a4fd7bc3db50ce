package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyOutput;
import dev.varve.http.EchoHandler;
import dev.varve.http.Request;
import dev.varve.http.TestServer;
import dev.varve.http.client.Origin;
import dev.varve.http.client.TestClient;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What our client writes our server reads to the same, and the other way round.
class RoundTripTest {
  private static final String NAME = "abcXYZ019-_.!~*'#$%&+^`|";
  private static final String VALUE = "az AZ09\t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u0080\u00ff";

  @Test
  void readsWhatItWrites() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (var server =
            TestServer.start(exchange -> {
              for (int i = 0; i < exchange.request().fields().size(); i++) {
                if (exchange.request().fields().name(i).startsWith("x-")) {
                  exchange.response().fields().copy(exchange.request().fields(), i);
                }
              }
              new EchoHandler().handle(exchange);
            });
        var client = new TestClient()) {
      Origin origin = Origin.http("127.0.0.1", server.port());
      for (int i = 0; i < 300; i++) {
        Request request = new Request().set(text(random, "ABCxyz-", 1, 8), target(random));
        request.authority("h");
        int fields = random.nextInt(20);
        for (int each = 0; each < fields; each++) {
          request.fields().add("x-" + text(random, NAME, 1, 30), text(random, VALUE, 0, 60).trim());
        }
        String body = random.nextInt(4) == 0 ? "" : text(random, VALUE, 0, 5_000);
        String expected = "200 " + request.method() + " " + request.target() + " [" + body + "] {}";

        String got = client.send(origin, request, body(client, random, body));

        if (!request.isHead()) {
          assertThat(got).as("seed %d", seed).isEqualTo(expected);
        }
      }
    }
  }

  private static Body body(TestClient client, Random random, String text) throws Exception {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    if (random.nextBoolean()) {
      return Body.of(bytes);
    }
    var out = new BodyOutput(client.client().loop(), -1, 8192);
    out.write(bytes, 0, bytes.length);
    out.close();
    return out.body();
  }

  private static String target(Random random) {
    return "/" + text(random, "abc/?&=%20;:@!$'()*+,~", 0, 100);
  }

  private static String text(Random random, String from, int least, int most) {
    int length = least + random.nextInt(most - least + 1);
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
