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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes come from a network: one target for each parser of the wire.
class FuzzTest {
  /// @param corpus the folder of its inputs
  /// @param noun whose branches lead the search
  record Parser(String corpus, Class<?> type, Fuzzing.Target target, String noun, int minutes) {
    Path folder() {
      return Path.of("src", "test", "fuzz", corpus);
    }

    @Override
    public String toString() {
      return corpus;
    }
  }

  static Stream<Parser> parsers() {
    return Stream.of(
        new Parser("request", RequestFuzz.class, RequestFuzz::fuzzerTestOneInput, "h1", 10),
        new Parser("response", ResponseFuzz.class, ResponseFuzz::fuzzerTestOneInput, "h1", 10),
        new Parser("chunk", ChunkFuzz.class, ChunkFuzz::fuzzerTestOneInput, "h1", 10),
        new Parser("hpack", HpackFuzz.class, HpackFuzz::fuzzerTestOneInput, "h2", 10),
        new Parser("websocket", FrameFuzz.class, FrameFuzz::fuzzerTestOneInput, "websocket", 10),
        new Parser("proxy", HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput, "proxyprotocol", 10),
        new Parser("h2-server", ServerFuzz.class, ServerFuzz::fuzzerTestOneInput, "h2", 2),
        new Parser("h2-upstream", UpstreamFuzz.class, UpstreamFuzz::fuzzerTestOneInput, "h2", 2),
        new Parser("h3-stream", QpackFuzz.class, QpackFuzz::fuzzerTestOneInput, "h3", 2),
        new Parser("hello", HelloFuzz.class, HelloFuzz::fuzzerTestOneInput, "tls", 2),
        new Parser("dns", AnswerFuzz.class, AnswerFuzz::fuzzerTestOneInput, "dns", 2),
        new Parser(
            "structured", StructuredFuzz.class, StructuredFuzz::fuzzerTestOneInput, "field", 2));
  }

  @AfterEach
  void endsTheLoop() {
    Pieces.close();
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void takesOrRefusesTheCorpus(Parser parser) {
    Fuzzing.replay(parser.folder(), parser.target());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("parsers")
  void findsNothingNew(Parser parser) {
    String packages = "dev.varve.http." + parser.noun() + ".**";
    Fuzzing.explore(parser.type(), packages, parser.folder(), Duration.ofMinutes(parser.minutes()));
  }
}
