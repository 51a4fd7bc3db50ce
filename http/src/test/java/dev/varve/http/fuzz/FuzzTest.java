package dev.varve.http.fuzz;

import dev.varve.http.dns.AnswerFuzz;
import dev.varve.http.field.StructuredFuzz;
import dev.varve.http.h1.ChunkFuzz;
import dev.varve.http.h1.RequestFuzz;
import dev.varve.http.h1.ResponseFuzz;
import dev.varve.http.h2.HpackFuzz;
import dev.varve.http.h2.ServerFuzz;
import dev.varve.http.h2.UpstreamFuzz;
import dev.varve.http.h3.QpackFuzz;
import dev.varve.http.proxyprotocol.HeaderFuzz;
import dev.varve.http.tls.HelloFuzz;
import dev.varve.http.websocket.FrameFuzz;
import dev.varve.testkit.Fuzzing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever bytes come from a network: one target for each parser of the wire.
class FuzzTest {
  private enum Parser {
    REQUEST(RequestFuzz.class, RequestFuzz::fuzzerTestOneInput, "h1", 10),
    RESPONSE(ResponseFuzz.class, ResponseFuzz::fuzzerTestOneInput, "h1", 10),
    CHUNK(ChunkFuzz.class, ChunkFuzz::fuzzerTestOneInput, "h1", 10),
    HPACK(HpackFuzz.class, HpackFuzz::fuzzerTestOneInput, "h2", 10),
    WEBSOCKET(FrameFuzz.class, FrameFuzz::fuzzerTestOneInput, "websocket", 10),
    PROXY(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput, "proxyprotocol", 10),
    H2_SERVER(ServerFuzz.class, ServerFuzz::fuzzerTestOneInput, "h2", 2),
    H2_UPSTREAM(UpstreamFuzz.class, UpstreamFuzz::fuzzerTestOneInput, "h2", 2),
    H3_STREAM(QpackFuzz.class, QpackFuzz::fuzzerTestOneInput, "h3", 2),
    HELLO(HelloFuzz.class, HelloFuzz::fuzzerTestOneInput, "tls", 2),
    DNS(AnswerFuzz.class, AnswerFuzz::fuzzerTestOneInput, "dns", 2),
    STRUCTURED(StructuredFuzz.class, StructuredFuzz::fuzzerTestOneInput, "field", 2);

    private final Class<?> type;
    private final Fuzzing.Target target;
    private final String instrumented;
    private final Duration time;

    Parser(Class<?> type, Fuzzing.Target target, String instrumented, int minutes) {
      this.type = type;
      this.target = target;
      this.instrumented = "dev.varve.http." + instrumented + ".**";
      this.time = Duration.ofMinutes(minutes);
    }

    Path corpus() {
      return Path.of("src", "test", "fuzz", name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  @AfterEach
  void endsTheLoop() {
    Pieces.close();
  }

  @ParameterizedTest
  @EnumSource(Parser.class)
  void takesOrRefusesTheCorpus(Parser parser) {
    Fuzzing.replay(parser.corpus(), parser.target);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Parser.class)
  void findsNothingNew(Parser parser) {
    Fuzzing.explore(parser.type, parser.instrumented, parser.corpus(), parser.time);
  }
}
