package dev.varve.http.fuzz;

import dev.varve.http.dns.AnswerFuzz;
import dev.varve.http.field.StructuredFuzz;
import dev.varve.http.h1.ChunkFuzz;
import dev.varve.http.h1.RequestFuzz;
import dev.varve.http.h1.ResponseFuzz;
import dev.varve.http.h2.ServerFuzz;
import dev.varve.http.h2.UpstreamFuzz;
import dev.varve.http.h3.QpackFuzz;
import dev.varve.http.hpack.HpackFuzz;
import dev.varve.http.proxyprotocol.HeaderFuzz;
import dev.varve.http.tls.HelloFuzz;
import dev.varve.http.websocket.FrameFuzz;
import dev.varve.testkit.Fuzzing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes come from a network: one target for each parser of the wire.
class FuzzTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMinutes(2);

  /// @param name of the folder with its corpus
  /// @param instrumented the package whose branches lead
  record Parser(
      String name, Class<?> type, Fuzzing.Target target, String instrumented, Duration time) {
    Path corpus() {
      return Path.of("src", "test", "fuzz", name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Parser> parsers() {
    return Stream.of(
        new Parser("request", RequestFuzz.class, RequestFuzz::fuzzerTestOneInput, "h1", LONG),
        new Parser("response", ResponseFuzz.class, ResponseFuzz::fuzzerTestOneInput, "h1", LONG),
        new Parser("chunk", ChunkFuzz.class, ChunkFuzz::fuzzerTestOneInput, "h1", LONG),
        new Parser("hpack", HpackFuzz.class, HpackFuzz::fuzzerTestOneInput, "hpack", LONG),
        new Parser("websocket", FrameFuzz.class, FrameFuzz::fuzzerTestOneInput, "websocket", LONG),
        new Parser(
            "proxy", HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput, "proxyprotocol", LONG),
        new Parser("h2-server", ServerFuzz.class, ServerFuzz::fuzzerTestOneInput, "h2", SHORT),
        new Parser(
            "h2-upstream", UpstreamFuzz.class, UpstreamFuzz::fuzzerTestOneInput, "h2", SHORT),
        new Parser("h3-stream", QpackFuzz.class, QpackFuzz::fuzzerTestOneInput, "h3", SHORT),
        new Parser("hello", HelloFuzz.class, HelloFuzz::fuzzerTestOneInput, "tls", SHORT),
        new Parser("dns", AnswerFuzz.class, AnswerFuzz::fuzzerTestOneInput, "dns", SHORT),
        new Parser(
            "structured",
            StructuredFuzz.class,
            StructuredFuzz::fuzzerTestOneInput,
            "field",
            SHORT));
  }

  @AfterEach
  void endsTheLoop() {
    Pieces.close();
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void takesOrRefusesTheCorpus(Parser parser) {
    Fuzzing.replay(parser.corpus(), parser.target());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("parsers")
  void findsNothingNew(Parser parser) {
    String instrumented = "dev.varve.http." + parser.instrumented() + ".**";
    Fuzzing.explore(parser.type(), instrumented, parser.corpus(), parser.time());
  }
}
