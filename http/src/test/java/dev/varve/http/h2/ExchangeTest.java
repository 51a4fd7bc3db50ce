package dev.varve.http.h2;

import static dev.varve.http.h2.ServerUnderTest.GET;
import static dev.varve.http.h2.ServerUnderTest.POST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.ServerLimits;
import dev.varve.http.h2.ServerUnderTest.Notes;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests and answers as handlers see them.
class ExchangeTest {
  private static final List<String> GREETING =
      List.of("HEADERS 1 :status=200|content-length=2", "DATA 1 END hi");

  @BeforeAll
  static void open() {
    ServerUnderTest.open();
  }

  @AfterAll
  static void shut() {
    ServerUnderTest.shut();
  }

  @Test
  void answersWithHeadAndBody() {
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.get(1))
          .containsExactly("HEADERS 1 :status=200|content-length=2", "DATA 1 END hi");
    }
  }

  @Test
  void aMessageThatEndsWithItsHeadHasABodyOfNoLength() {
    // RFC 9113 8.1: whoever passes it on over HTTP/1.1 need not say that a body follows.
    var lengths = new ArrayList<Long>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          lengths.add(exchange.body().length());
          exchange.respond(exchange.response(), Body.empty());
        })) {
      server.get(1);
      server.send(server.frames.headers(3, false, POST));

      assertThat(lengths).containsExactly(0L, -1L);
    }
  }

  @Test
  void writesNamesInLowerCaseAndLeavesConnectionFieldsOut() {
    // RFC 9113 8.2, 8.2.2.
    try (var server =
        ServerUnderTest.started(exchange ->
            exchange.respond(
                new Response()
                    .field(FieldName.CONNECTION, "close")
                    .field(FieldName.TRANSFER_ENCODING, "chunked")
                    .field(FieldName.KEEP_ALIVE, "1")
                    .field(FieldName.CONTENT_LENGTH, "999")
                    .field(FieldName.of("x-one"), "1"),
                new Given(Fields.of("X-Two", "2"))))) {
      assertThat(server.get(1))
          .containsExactly("HEADERS 1 :status=200|x-one=1", "DATA 1 part", "HEADERS 1 END x-two=2");
    }
  }

  @Test
  void sendsNoBodyWhereNoneMayBe() {
    // RFC 9110 6.4.1: answers to HEAD, 204 and 304.
    try (var server =
        ServerUnderTest.started(exchange ->
            exchange.respond(
                exchange
                    .response()
                    .status(Integer.parseInt(exchange.request().target().substring(1))),
                Body.of("text")))) {
      assertThat(server.send(server.frames.headers(1, true, GET.replace("=/|", "=/204|"))))
          .containsExactly("HEADERS 1 END :status=204");
      assertThat(server.send(server.frames.headers(3, true, GET.replace("=/|", "=/304|"))))
          .containsExactly("HEADERS 3 END :status=304");
      assertThat(
              server.send(
                  server.frames.headers(
                      5, true, GET.replace("=/|", "=/200|").replace("GET", "HEAD"))))
          .containsExactly("HEADERS 5 END :status=200|content-length=4");
    }
  }

  @Test
  void sendsInterimAnswers() {
    // RFC 8297.
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.inform(103, Fields.of("link", "</a.css>"));
          exchange.respond(exchange.response(), Body.empty());
        })) {
      assertThat(server.get(1))
          .containsExactly(
              "HEADERS 1 :status=103|link=</a.css>", "HEADERS 1 END :status=200|content-length=0");
    }
  }

  @Test
  void asksForTheBodyWhenSomebodyReadsIt() {
    // RFC 9110 10.1.1, security F6.
    var notes = new Notes();
    try (var server = ServerUnderTest.started(exchange -> exchange.body().read(notes))) {
      assertThat(server.send(server.frames.headers(1, false, POST + "|expect=100-continue")))
          .containsExactly("HEADERS 1 :status=100");
      server.send(FrameBytes.data(1, FrameType.END_STREAM, "body"));
      assertThat(notes.data).hasToString("body");
    }
  }

  @Test
  void givesBodyAndTrailersToTheReader() {
    var notes = new Notes();
    try (var server = ServerUnderTest.started(exchange -> exchange.body().read(notes))) {
      server.send(
          server.frames.headers(1, false, POST + "|content-length=6"),
          FrameBytes.data(1, 0, "abc"),
          FrameBytes.frame(
              FrameType.DATA, FrameType.PADDED, 1, new byte[] {2, 'd', 'e', 'f', 0, 0}),
          server.frames.headers(1, true, "x-sum=6|content-length=9|host=evil|authorization=no"));

      assertThat(notes.data).hasToString("abcdef");
      // Security F10.
      assertThat(notes.trailers).isEqualTo("x-sum: 6\n");
    }
  }

  @Test
  void refusesBodiesOfAnotherLengthThanSaid() {
    // RFC 9113 8.1.1, security F8.
    for (String sent : new String[] {"abc", "abcde"}) {
      var notes = new Notes();
      try (var server = ServerUnderTest.started(exchange -> exchange.body().read(notes))) {
        assertThat(
                server.send(
                    server.frames.headers(1, false, POST + "|content-length=4"),
                    FrameBytes.data(1, FrameType.END_STREAM, sent)))
            .containsExactly("RESET 1 PROTOCOL_ERROR");
        assertThat(notes.failure).isNotNull();
        assertThat(notes.trailers).isNull();
      }
    }
  }

  @Test
  void refusesTrailersThatDoNotEndTheStreamOrHavePseudoHeaders() {
    // RFC 9113 8.1.
    try (var server = ServerUnderTest.started(exchange -> exchange.body().read(new Notes()))) {
      assertThat(
              server.send(
                  server.frames.headers(1, false, POST), server.frames.headers(1, false, "x=y")))
          .containsExactly("RESET 1 PROTOCOL_ERROR");
      assertThat(
              server.send(
                  server.frames.headers(3, false, POST), server.frames.headers(3, true, ":path=/")))
          .containsExactly("RESET 3 PROTOCOL_ERROR");
    }
  }

  @Test
  void boundsTheBody() {
    var notes = new Notes();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.bodyLimit(5);
          exchange.body().read(notes);
        })) {
      server.send(
          server.frames.headers(1, false, POST),
          FrameBytes.data(1, 0, "abc"),
          FrameBytes.data(1, 0, "def"));
      assertThat(notes.data).hasToString("abc");
      assertThat(notes.failure)
          .isInstanceOfSatisfying(
              BodyFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(BodyFailure.Kind.TOO_LARGE));
    }
  }

  @Test
  void tunnelsConnectAndExtendedConnect() {
    // RFC 9113 8.5, RFC 8441.
    var notes = new Notes();
    try (var server =
        ServerUnderTest.started(exchange -> {
          assertThat(exchange.request().protocol())
              .isEqualTo(exchange.request().target().equals("/chat") ? "websocket" : null);
          exchange.body().read(notes);
          exchange.tunnel(new Response().status(200), new Given(new Fields()));
        })) {
      assertThat(
              server.send(
                  server.frames.headers(
                      1,
                      false,
                      ":method=CONNECT|:protocol=websocket|:scheme=http|:path=/chat|:authority=a")))
          .containsExactly("HEADERS 1 :status=200", "DATA 1 END part");
      server.send(FrameBytes.data(1, 0, "frames"));
      assertThat(notes.data).hasToString("frames");
      assertThat(server.send(server.frames.headers(3, false, ":method=CONNECT|:authority=a:443")))
          .first()
          .isEqualTo("HEADERS 3 :status=200");
    }
  }

  @Test
  void tellsHowAnExchangeEnded() {
    var endings = new ArrayList<Ending>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.onEnd((_, ending) -> endings.add(ending));
          switch (exchange.request().target()) {
            case "/whole" -> exchange.respond(exchange.response(), Body.of("x"));
            case "/abort" -> exchange.abort();
            case "/broken" -> exchange.respond(exchange.response(), new Broken());
            default -> {}
          }
        })) {
      server.send(server.frames.headers(1, true, GET.replace("=/|", "=/whole|")));
      assertThat(server.send(server.frames.headers(3, true, GET.replace("=/|", "=/abort|"))))
          .containsExactly("RESET 3 INTERNAL_ERROR");
      assertThat(server.send(server.frames.headers(5, true, GET.replace("=/|", "=/broken|"))))
          .containsExactly("HEADERS 5 :status=200", "RESET 5 INTERNAL_ERROR");
      server.get(7);
      server.send(FrameBytes.reset(7, ErrorCode.CANCEL));
      server.get(9);
    }
    assertThat(endings)
        .containsExactly(
            Ending.COMPLETE, Ending.ABORTED, Ending.BROKEN, Ending.CLIENT_GONE, Ending.CLIENT_GONE);
  }

  @Test
  void tellsTheEndOnlyWhenTheTransportTookAll() {
    var endings = new ArrayList<Ending>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.onEnd((_, ending) -> endings.add(ending));
          exchange.respond(exchange.response(), Body.of("hi"));
        })) {
      server.room(20);
      server.get(1);
      assertThat(endings).isEmpty();
      server.room(Integer.MAX_VALUE);
      server.received();
      assertThat(endings).containsExactly(Ending.COMPLETE);
    }
  }

  @Test
  void answers503AfterTheDeadlineAndForgivesTheLateHandler() {
    var waiting = new ArrayList<Exchange>();
    try (var server = ServerUnderTest.started(waiting::add)) {
      server.get(1);
      waiting.getFirst().deadline(Duration.ofSeconds(2));
      assertThat(server.after(Duration.ofSeconds(1))).isEmpty();
      assertThat(server.after(Duration.ofSeconds(2)))
          .containsExactly("HEADERS 1 END :status=503|content-length=0");
      waiting.getFirst().respond(Response.of(200), Body.of("late"));
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void answers408ToSlowBodies() {
    // Security R4.
    var notes = new Notes();
    try (var server = ServerUnderTest.started(exchange -> exchange.body().read(notes))) {
      server.send(server.frames.headers(1, false, POST));
      for (int i = 0; i < 10; i++) {
        server.send(FrameBytes.data(1, 0, "x"));
        assertThat(server.after(Duration.ofSeconds(1))).isEmpty();
      }
      assertThat(server.after(Duration.ofSeconds(1)))
          .first()
          .isEqualTo("HEADERS 1 END :status=408|content-length=0");
      assertThat(notes.failure).isNotNull();
    }
  }

  @Test
  void aConversationMayBeSilent() {
    var notes = new Notes();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.bodyMayPause();
          exchange.body().read(notes);
        })) {
      server.send(server.frames.headers(1, false, POST));
      for (int i = 0; i < 60; i++) {
        assertThat(server.after(Duration.ofSeconds(1))).isEmpty();
      }
      server.send(FrameBytes.data(1, FrameType.END_STREAM, "x"));
      assertThat(notes.failure).isNull();
    }
  }

  @Test
  void answers500WhenTheHandlerFails() {
    try (var server =
        ServerUnderTest.started(_ -> {
          throw new IllegalArgumentException("a bug");
        })) {
      assertThat(server.get(1)).containsExactly("HEADERS 1 END :status=500|content-length=0");
    }
  }

  @Test
  void endsOnlyTheStreamWhoseReaderFails() {
    try (var server =
        ServerUnderTest.started(exchange ->
            exchange
                .body()
                .read(
                    new BodyReader() {
                      @Override
                      public void data(ByteBuffer lent) {
                        throw new IllegalArgumentException("a bug");
                      }

                      @Override
                      public void end(Fields trailers) {}

                      @Override
                      public void failed(BodyFailure cause) {}
                    }))) {
      server.send(server.frames.headers(1, false, POST));
      assertThat(server.send(FrameBytes.data(1, 0, "x"))).containsExactly("RESET 1 INTERNAL_ERROR");
      assertThat(server.role.connection().isOver()).isFalse();
    }
  }

  @Test
  void refusesASecondAnswer() {
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.respond(exchange.response(), Body.empty());
          assertThatIllegalStateException()
              .isThrownBy(() -> exchange.respond(Response.of(200), Body.empty()));
        })) {
      server.get(1);
    }
  }

  @Test
  void stopsARequestThatNobodyReadsSomeTimeAfterTheAnswer() {
    // RFC 9113 8.1: reset without an error after the whole answer.
    try (var server = ServerUnderTest.greeting()) {
      assertThat(server.send(server.frames.headers(1, false, POST))).isEqualTo(GREETING);
      assertThat(server.after(Duration.ofSeconds(1))).isEmpty();
      assertThat(server.after(Duration.ofSeconds(2))).containsExactly("RESET 1 NO_ERROR");
      assertThat(server.send(FrameBytes.data(1, FrameType.END_STREAM, "late"))).isEmpty();
    }
  }

  @Test
  void stopsALargeRequestThatNobodyReadsAtOnceAfterTheAnswer() {
    try (var server = ServerUnderTest.greeting()) {
      server.send(server.frames.headers(1, false, POST));
      String piece = "x".repeat(Terms.STREAM_UNWANTED);
      assertThat(server.send(FrameBytes.data(1, 0, piece))).isEmpty();
      assertThat(server.send(FrameBytes.data(1, 0, "x"))).containsExactly("RESET 1 NO_ERROR");
      assertThat(server.send(FrameBytes.data(1, FrameType.END_STREAM, piece))).isEmpty();
      assertThat(server.get(3)).hasSize(2);
    }
  }

  /// RFC 9113 sections 5.1, 6.9.1 and 8.1.1: an answer that left does not end the rules.
  @Test
  void holdsWhatComesAfterTheAnswerToTheRules() {
    try (var server = ServerUnderTest.greeting()) {
      server.send(server.frames.headers(1, false, POST + "|content-length=1"));
      assertThat(server.send(FrameBytes.data(1, FrameType.END_STREAM, "four")))
          .containsExactly("RESET 1 PROTOCOL_ERROR");
      server.send(server.frames.headers(3, false, POST));
      assertThat(server.send(FrameBytes.windowUpdate(3, Integer.MAX_VALUE)))
          .containsExactly("RESET 3 FLOW_CONTROL_ERROR");
      server.send(server.frames.headers(5, false, POST));
      server.send(FrameBytes.reset(5, ErrorCode.CANCEL));
      assertThat(server.send(FrameBytes.data(5, 0, "late")))
          .containsExactly("RESET 5 STREAM_CLOSED");
      server.send(server.frames.headers(7, false, POST));
      assertThat(server.send(FrameBytes.data(7, FrameType.END_STREAM, "late"))).isEmpty();
      assertThat(server.role.isIdle()).isTrue();
    }
  }

  @Test
  void answeredRequestsGiveWayToNewOnes() {
    var limits = ServerLimits.DEFAULT.withStreams(2);
    try (var server =
        ServerUnderTest.started(
            exchange -> exchange.respond(exchange.response(), Body.of("hi")), limits)) {
      server.send(server.frames.headers(1, false, POST));
      server.send(server.frames.headers(3, false, POST));
      assertThat(server.get(5))
          .containsExactly(
              "RESET 1 NO_ERROR",
              "RESET 3 NO_ERROR",
              "HEADERS 5 :status=200|content-length=2",
              "DATA 5 END hi");
    }
  }

  @Test
  void keepsTheStateOfARecycledExchange() {
    var states = new ArrayList<@Nullable Object>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          states.add(exchange.state());
          exchange.state("mine");
          exchange.respond(exchange.response(), Body.empty());
        })) {
      server.get(1);
      server.get(3);
    }
    assertThat(states).containsExactly(null, "mine");
  }

  @Test
  void countsBytesBothWays() {
    var counted = new ArrayList<Long>();
    try (var server =
        ServerUnderTest.started(exchange -> {
          exchange.onEnd((ended, _) -> {
            counted.add(ended.bytesIn());
            counted.add(ended.bytesOut());
          });
          exchange.body().read(new Notes());
          exchange.respond(exchange.response(), Body.of("hi"));
        })) {
      byte[] head = server.frames.headers(1, false, POST);
      server.send(head, FrameBytes.data(1, FrameType.END_STREAM, "abc"));
      assertThat(counted.getFirst()).isEqualTo(head.length + 3);
      assertThat(counted.get(1)).isGreaterThan(11);
    }
  }

  /// Gives `part` and then trailers.
  private static final class Given implements Body {
    private final Fields trailers;

    Given(Fields trailers) {
      this.trailers = trailers;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader reader) {
      reader.data(ByteBuffer.wrap("part".getBytes(ISO_8859_1)));
      reader.end(trailers);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}

    @Override
    public long count() {
      return 4;
    }
  }

  /// Fails at once.
  private static final class Broken implements Body {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader reader) {
      reader.failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, "disk"));
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}

    @Override
    public long count() {
      return 0;
    }
  }
}
