package dev.varve.http.h2;

import static dev.varve.http.h2.ServerUnderTest.GET;
import static dev.varve.http.h2.ServerUnderTest.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.Response;
import dev.varve.http.ServerLimits;
import dev.varve.http.h2.ServerUnderTest.Notes;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameReader;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.h2.frame.H2Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9113 sections 4 to 6 and security R1 to R3: frames, flow control, floods, the end.
class ConnectionRulesTest {
  @BeforeAll
  static void open() {
    ServerUnderTest.open();
  }

  @AfterAll
  static void shut() {
    ServerUnderTest.shut();
  }

  @ParameterizedTest
  @CsvSource({
    "4.2 frame too long, 004001 00 00 00000001, FRAME_SIZE_ERROR",
    "5.1 data on an idle stream, 000001 00 00 00000003 00, PROTOCOL_ERROR",
    "5.1 reset of an idle stream, 000004 03 00 00000003 00000008, PROTOCOL_ERROR",
    "5.1 window update of an idle stream, 000004 08 00 00000003 00000001, PROTOCOL_ERROR",
    "5.1.1 even stream, 000001 01 05 00000002 82, PROTOCOL_ERROR",
    "5.1.1 closed stream, 000001 01 05 00000001 82, STREAM_CLOSED",
    "6.1 data on stream 0, 000001 00 00 00000000 00, PROTOCOL_ERROR",
    "6.1 padding over the frame, 000002 00 08 00000001 0200, PROTOCOL_ERROR",
    "6.1 padded without octets, 000000 00 08 00000001, FRAME_SIZE_ERROR",
    "6.2 headers on stream 0, 000001 01 05 00000000 82, PROTOCOL_ERROR",
    "6.2 padding over the frame, 000002 01 0d 00000003 0882, PROTOCOL_ERROR",
    "6.2 priority cut short, 000003 01 25 00000003 000000, FRAME_SIZE_ERROR",
    "6.2 depends on itself, 000006 01 25 00000003 000000031082, PROTOCOL_ERROR",
    "6.3 priority on stream 0, 000005 02 00 00000000 0000000110, PROTOCOL_ERROR",
    "6.3 priority too short, 000004 02 00 00000003 00000001, FRAME_SIZE_ERROR",
    "6.4 reset on stream 0, 000004 03 00 00000000 00000008, PROTOCOL_ERROR",
    "6.4 reset too long, 000005 03 00 00000001 0000000800, FRAME_SIZE_ERROR",
    "6.5 settings on a stream, 000000 04 00 00000001, PROTOCOL_ERROR",
    "6.5 settings of odd length, 000003 04 00 00000000 000000, FRAME_SIZE_ERROR",
    "6.5 acknowledgement with payload, 000006 04 01 00000000 000200000001, FRAME_SIZE_ERROR",
    "6.5.2 push neither 0 nor 1, 000006 04 00 00000000 000200000002, PROTOCOL_ERROR",
    "6.5.2 window over 2^31-1, 000006 04 00 00000000 000480000000, FLOW_CONTROL_ERROR",
    "6.5.2 frame size too small, 000006 04 00 00000000 000500003fff, PROTOCOL_ERROR",
    "6.5.2 frame size too large, 000006 04 00 00000000 000501000000, PROTOCOL_ERROR",
    "6.6 push promise of a client, 000005 05 04 00000001 0000000282, PROTOCOL_ERROR",
    "6.7 ping on a stream, 000008 06 00 00000001 0000000000000000, PROTOCOL_ERROR",
    "6.7 ping of wrong length, 000006 06 00 00000000 000000000000, FRAME_SIZE_ERROR",
    "6.8 goaway on a stream, 000008 07 00 00000001 0000000000000000, PROTOCOL_ERROR",
    "6.8 goaway too short, 000004 07 00 00000000 00000000, FRAME_SIZE_ERROR",
    "6.9 window update of nothing, 000004 08 00 00000000 00000000, PROTOCOL_ERROR",
    "6.9 window update too short, 000003 08 00 00000000 000000, FRAME_SIZE_ERROR",
    "6.9.1 window over 2^31-1, 000004 08 00 00000000 7fffffff, FLOW_CONTROL_ERROR",
    "6.10 continuation alone, 000001 09 04 00000001 82, PROTOCOL_ERROR",
    "6.10 headers interrupted, 000001 01 01 00000003 82 000000 04 01 00000000, PROTOCOL_ERROR",
    "6.10 continued elsewhere, 000001 01 01 00000003 82 000001 09 04 00000005 82, PROTOCOL_ERROR",
    "4.3 broken header block, 000001 01 05 00000003 c0, COMPRESSION_ERROR",
    "9218 7.1 priority update on a stream, 000004 10 00 00000001 00000001, PROTOCOL_ERROR",
  })
  void endsTheConnection(String rule, String frame, ErrorCode code) {
    try (var server = ServerUnderTest.greeting()) {
      server.get(1);
      byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
      assertThat(server.send(bytes))
          .as(rule)
          .last()
          .asString()
          .startsWith("GOAWAY")
          .endsWith(" " + code);
      assertThat(server.role.connection().isOver()).isTrue();
      assertThat(server.get(5)).as("nothing is taken in any more").isEmpty();
      assertThat(server.exchanges).hasSize(1);
    }
  }

  @Test
  void wantsSettingsFirst() {
    // RFC 9113 3.4.
    try (var server = new ServerUnderTest(_ -> {})) {
      assertThat(server.get(1)).last().isEqualTo("GOAWAY 0 PROTOCOL_ERROR");
    }
  }

  @Test
  void ignoresUnknownFramesAndSettings() {
    // RFC 9113 4.1, 6.5.2.
    try (var server = ServerUnderTest.greeting()) {
      assertThat(
              server.send(
                  FrameBytes.frame(0x42, 0xff, 1, new byte[500]), FrameBytes.settings(0x99, 7)))
          .containsExactly("SETTINGS ACK");
      assertThat(server.get(1)).hasSize(2);
    }
  }

  @Test
  void answersPings() {
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.send(FrameBytes.ping(77, 0))).containsExactly("PONG 77");
    }
  }

  @Test
  void refusesDataBehindTheEnd() {
    // RFC 9113 5.1, half-closed (remote).
    try (var server = ServerUnderTest.started(_ -> {})) {
      server.get(1);
      assertThat(server.send(FrameBytes.data(1, 0, "x"))).containsExactly("RESET 1 STREAM_CLOSED");
      server.get(3);
      assertThat(server.send(server.frames.headers(3, true, "x=y")))
          .containsExactly("RESET 3 STREAM_CLOSED");
    }
  }

  @Test
  void refusesStreamsBeyondTheLimit() {
    // RFC 9113 5.1.2.
    var limits = ServerLimits.DEFAULT.withStreams(2);
    try (var server = ServerUnderTest.started(_ -> {}, limits)) {
      server.get(1);
      server.get(3);
      assertThat(server.get(5)).containsExactly("RESET 5 REFUSED_STREAM");
      server.send(FrameBytes.reset(1, ErrorCode.CANCEL));
      assertThat(server.get(7))
          .as("the handler still works")
          .containsExactly("RESET 7 REFUSED_STREAM");
      server.exchanges.getFirst().respond(Response.of(200), Body.empty());
      assertThat(server.get(9)).isEmpty();
      assertThat(server.exchanges).hasSize(3);
    }
  }

  @Test
  void boundsContinuations() {
    // Security R2, CVE-2024-27316.
    try (var server = ServerUnderTest.greeting()) {
      server.send(FrameBytes.frame(FrameType.HEADERS, 0, 1, (byte) 0x82));
      for (int i = 0; i < FrameReader.CONTINUATIONS_MAX; i++) {
        assertThat(server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1))).isEmpty();
      }
      assertThat(server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1)))
          .containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    }
  }

  @Test
  void boundsHeaderBlocks() {
    // Security R2: encoded, decoded, and by number with cookie crumbs.
    try (var server = ServerUnderTest.greeting()) {
      server.send(FrameBytes.frame(FrameType.HEADERS, 0, 1, new byte[16384]));
      server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1, new byte[16384]));
      server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1, new byte[16384]));
      assertThat(server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1, (byte) 0)))
          .containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    }
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.send(server.frames.headers(1, true, GET + "|cookie=a=b".repeat(125))))
          .containsExactly("GOAWAY 1 ENHANCE_YOUR_CALM");
      assertThat(server.exchanges).isEmpty();
    }
  }

  @Test
  void takesHeaderBlocksInPieces() {
    try (var server = ServerUnderTest.greeting()) {
      byte[] block = server.frames.block(GET + "|x=" + "y".repeat(100));
      server.send(
          FrameBytes.frame(FrameType.HEADERS, FrameType.END_STREAM, 1, Arrays.copyOf(block, 5)));
      server.send(FrameBytes.frame(FrameType.CONTINUATION, 0, 1));
      assertThat(
              server.send(
                  FrameBytes.frame(
                      FrameType.CONTINUATION,
                      FrameType.END_HEADERS,
                      1,
                      Arrays.copyOfRange(block, 5, block.length))))
          .hasSize(2);
    }
  }

  @Test
  void sendsNoMoreThanTheWindowsAllow() {
    // RFC 9113 5.2, 6.9.2.
    try (var server =
        ServerUnderTest.started(
            exchange -> exchange.respond(exchange.response(), Body.of("x".repeat(100_000))))) {
      assertThat(octets(server.get(1))).isEqualTo(65_535);
      assertThat(server.send(FrameBytes.windowUpdate(1, 10))).isEmpty();
      assertThat(octets(server.send(FrameBytes.windowUpdate(0, 5)))).isEqualTo(5);
      assertThat(octets(server.send(FrameBytes.windowUpdate(0, 100)))).isEqualTo(5);
      assertThat(octets(server.send(FrameBytes.settings(4, 65_536)))).isEqualTo(1);
      var rest =
          server.send(FrameBytes.windowUpdate(0, 100_000), FrameBytes.windowUpdate(1, 100_000));
      assertThat(octets(rest)).isEqualTo(100_000 - 65_546);
      assertThat(rest.getLast()).startsWith("DATA 1 END");
    }
  }

  @Test
  void takesAShrinkingWindow() {
    // RFC 9113 6.9.2: a window may become negative.
    try (var server =
        ServerUnderTest.started(
            exchange -> exchange.respond(exchange.response(), Body.of("x".repeat(70_000))))) {
      server.send(FrameBytes.windowUpdate(0, 1_000_000));
      assertThat(octets(server.get(1))).isEqualTo(65_535);
      assertThat(server.send(FrameBytes.settings(4, 0))).containsExactly("SETTINGS ACK");
      assertThat(server.send(FrameBytes.windowUpdate(1, 65_535))).isEmpty();
      assertThat(octets(server.send(FrameBytes.windowUpdate(1, 3)))).isEqualTo(3);
    }
  }

  @Test
  void widensWindowsOnlyForWhatIsTakenIn() {
    var notes = new Notes();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.body().read(notes);
          exchange.body().pause();
        })) {
      server.send(server.frames.headers(1, false, POST));
      String piece = "x".repeat(16_000);
      for (int i = 0; i < 4; i++) {
        assertThat(server.send(FrameBytes.data(1, 0, piece))).isEmpty();
      }
      assertThat(notes.data).isEmpty();
      server.exchanges.getFirst().body().resume();
      assertThat(notes.data).hasSize(64_000);
      assertThat(server.received()).hasSize(1).first().asString().startsWith("WINDOW 1");
    }
  }

  @Test
  void refusesDataOverTheWindows() {
    // RFC 9113 6.9.1.
    try (var server = ServerUnderTest.started(_ -> {})) {
      server.send(server.frames.headers(1, false, POST));
      String piece = "x".repeat(16_384);
      for (int i = 0; i < 3; i++) {
        assertThat(server.send(FrameBytes.data(1, 0, piece))).isEmpty();
      }
      assertThat(server.send(FrameBytes.data(1, 0, piece)))
          .first()
          .isEqualTo("RESET 1 FLOW_CONTROL_ERROR");
    }
  }

  @Test
  void givesTheConnectionsWindowBackForStreamsThatFailed() {
    try (var server = ServerUnderTest.started(_ -> {})) {
      String piece = "x".repeat(16_000);
      var sent = new ArrayList<String>();
      for (int stream = 1; stream < 200; stream += 2) {
        server.send(server.frames.headers(stream, false, POST), FrameBytes.data(stream, 0, piece));
        sent.addAll(server.send(FrameBytes.reset(stream, ErrorCode.CANCEL)));
        server.exchanges.getLast().abort();
      }
      assertThat(sent).anyMatch(line -> line.startsWith("WINDOW 0"));
      assertThat(server.role.connection().isOver()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"reset", "provoked", "ping", "settings", "empty", "priority", "window", "unknown"})
  void endsFloods(String kind) {
    // Security R1 and R3: CVE-2023-44487, CVE-2025-8671, CVE-2019-9512, 9515, 9518.
    try (var server = ServerUnderTest.started(_ -> {})) {
      server.send(server.frames.headers(1, false, POST));
      int stream = 3;
      int frames = 0;
      for (; frames < 3_000 && !server.role.connection().isOver(); frames++, stream += 2) {
        flood(server, kind, stream);
      }
      assertThat(frames).isBetween(50, 1_500);
      assertThat(server.role.connection().violation())
          .isInstanceOfSatisfying(
              H2Exception.class,
              violation -> assertThat(violation.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM));
    }
  }

  private static void flood(ServerUnderTest server, String kind, int stream) {
    switch (kind) {
      case "reset" -> {
        server.get(stream);
        server.send(FrameBytes.reset(stream, ErrorCode.CANCEL));
      }
      case "provoked" -> {
        server.get(stream);
        server.send(FrameBytes.windowUpdate(stream, 0));
      }
      case "ping" -> server.send(FrameBytes.ping(1, 0));
      case "settings" -> server.send(FrameBytes.settings(4, 65_535));
      case "empty" -> server.send(FrameBytes.data(1, 0, ""));
      case "priority" -> server.send(FrameBytes.frame(FrameType.PRIORITY, 0, 1, new byte[5]));
      case "window" -> server.send(FrameBytes.windowUpdate(1, 1));
      default -> server.send(FrameBytes.frame(0x42, 0, 0));
    }
  }

  @Test
  void forgivesWhatIsSpreadOverTime() {
    try (var server = ServerUnderTest.greeting()) {
      for (int i = 0; i < 1_000; i++) {
        server.send(FrameBytes.ping(1, 0), FrameBytes.ping(2, 0));
        server.clock.advance(Duration.ofMillis(50));
      }
      assertThat(server.role.connection().isOver()).isFalse();
    }
  }

  @Test
  void resetsStreamsWhoseWindowStaysClosed() {
    // Security R3.
    var endings = new ArrayList<Ending>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.onEnd((_, ending) -> endings.add(ending));
          exchange.respond(exchange.response(), Body.of("x".repeat(70_000)));
        })) {
      server.get(1);
      assertThat(server.after(Duration.ofSeconds(59))).isEmpty();
      assertThat(server.after(Duration.ofSeconds(2))).containsExactly("RESET 1 CANCEL");
      assertThat(endings).containsExactly(Ending.TIMED_OUT);
    }
  }

  @Test
  void saysGoodbyeInTwoSteps() {
    // RFC 9113 6.8.
    var waiting = new ArrayList<Exchange>();
    try (var server = ServerUnderTest.started(waiting::add)) {
      server.get(1);
      server.role.drain();
      List<String> sent = server.received();
      assertThat(sent).hasSize(2).first().isEqualTo("GOAWAY 2147483647 NO_ERROR");
      long payload = Long.parseLong(sent.getLast().substring("PING ".length()));
      server.get(3);
      assertThat(server.send(FrameBytes.ping(payload, 1))).containsExactly("GOAWAY 3 NO_ERROR");
      assertThat(server.get(5)).containsExactly("RESET 5 REFUSED_STREAM");
      waiting.forEach(each -> each.respond(each.response(), Body.empty()));
      assertThat(server.role.isDrained()).isFalse();
      assertThat(server.received()).hasSize(2);
      assertThat(server.role.isDrained()).isTrue();
    }
  }

  @Test
  void servesUrgentStreamsFirst() {
    // RFC 9218.
    try (var server =
        ServerUnderTest.started(
            exchange -> exchange.respond(exchange.response(), Body.of("x".repeat(16_000))))) {
      server.send(FrameBytes.windowUpdate(0, 1));
      server.send(server.frames.headers(1, true, GET));
      server.send(server.frames.headers(3, true, GET));
      server.send(server.frames.headers(5, true, GET));
      server.send(server.frames.headers(7, true, GET));
      server.send(server.frames.headers(9, true, GET));
      server.send(server.frames.headers(11, true, GET + "|priority=u=5"));
      server.send(server.frames.headers(13, true, GET + "|priority=u=1"));
      server.send(
          FrameBytes.join(
              FrameBytes.frame(
                  FrameType.PRIORITY_UPDATE, 0, 0, new byte[] {0, 0, 0, 11, 'u', '=', '0'})));
      var order =
          server.send(FrameBytes.windowUpdate(0, 1_000_000)).stream()
              .filter(line -> line.contains("END"))
              .map(line -> line.split(" ")[1])
              .toList();
      assertThat(order).containsExactly("11", "13", "9");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsTheSameWhateverThePieces(long seed) {
    var whole = new ArrayList<String>();
    for (int run = 0; run < 2; run++) {
      var seen = new ArrayList<String>();
      try (var server =
          ServerUnderTest.started(exchange -> {
            var notes = new Notes();
            exchange.body().read(notes);
            exchange.onEnd((_, ending) -> seen.add(ending + " " + notes.data));
            exchange.respond(exchange.response(), Body.of("hi"));
          })) {
        byte[] bytes =
            FrameBytes.join(
                server.frames.headers(1, false, POST),
                FrameBytes.data(1, 0, "hello"),
                FrameBytes.frame(FrameType.DATA, 9, 1, new byte[] {1, 'x', 0}),
                FrameBytes.ping(5, 0),
                FrameBytes.frame(FrameType.GOAWAY, 0, 0, new byte[30]),
                server.frames.headers(3, true, GET + "|x=y"));
        var random = new Random(seed);
        for (int at = 0; at < bytes.length; ) {
          int piece = run == 0 ? bytes.length : Math.min(1 + random.nextInt(7), bytes.length - at);
          server.role.connection().receive(ByteBuffer.wrap(bytes, at, piece));
          at += piece;
        }
        seen.addAll(server.received());
      }
      if (run == 0) {
        whole.addAll(seen);
      } else {
        assertThat(seen).as("seed %d", seed).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void survivesHostileFrames(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      try (var server = ServerUnderTest.started(ConnectionRulesTest::anyAnswer)) {
        for (int i = 0; i < 40 && !server.role.connection().isOver(); i++) {
          server.send(anyFrame(random, server));
          if (random.nextInt(8) == 0) {
            server.after(Duration.ofSeconds(random.nextInt(30)));
          }
        }
      }
    }
  }

  private static void anyAnswer(Exchange exchange) {
    switch (exchange.request().target()) {
      case "/body" -> exchange.respond(exchange.response(), Body.of("x".repeat(30_000)));
      case "/echo" -> exchange.respond(exchange.response(), exchange.body());
      case "/abort" -> exchange.abort();
      case "/wait" -> {}
      case "/fail" -> throw new IllegalArgumentException("a bug");
      default -> exchange.respond(exchange.response(), Body.empty());
    }
  }

  private static byte[] anyFrame(Random random, ServerUnderTest server) {
    int stream = random.nextInt(12);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          server.frames.headers(
              stream | 1,
              random.nextBoolean(),
              POST.replace(
                  "=/|",
                  "=/"
                      + List.of("body", "echo", "abort", "wait", "fail", "").get(random.nextInt(6))
                      + "|"));
      case 3, 4 -> FrameBytes.data(stream, random.nextInt(2), "y".repeat(random.nextInt(9_000)));
      case 5 -> FrameBytes.windowUpdate(stream, random.nextInt(100_000));
      case 6 -> FrameBytes.reset(stream, ErrorCode.CANCEL);
      case 7 -> FrameBytes.settings(4, random.nextInt(100_000));
      default -> {
        var payload = new byte[random.nextInt(12)];
        random.nextBytes(payload);
        yield FrameBytes.frame(random.nextInt(18), random.nextInt(64), stream, payload);
      }
    };
  }

  private static int octets(List<String> lines) {
    int octets = 0;
    for (String line : lines) {
      if (line.startsWith("DATA")) {
        String last = line.substring(line.lastIndexOf(' ') + 1);
        octets += last.startsWith("x") ? last.length() : Integer.parseInt(last);
      }
    }
    return octets;
  }
}
