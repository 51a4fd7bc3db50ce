package dev.varve.http.h3;

import static dev.varve.http.h3.H3Bytes.data;
import static dev.varve.http.h3.H3Bytes.frame;
import static dev.varve.http.h3.H3Bytes.get;
import static dev.varve.http.h3.H3Bytes.headers;
import static dev.varve.http.h3.H3Bytes.hex;
import static dev.varve.http.h3.H3Bytes.join;
import static dev.varve.http.h3.H3Bytes.request;
import static dev.varve.http.h3.H3Bytes.settings;
import static dev.varve.http.h3.H3Bytes.varint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.EchoHandler;
import dev.varve.testkit.Await;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Octets in, the error of the connection or stream out, and nothing reached the handler: RFC 9114
/// sections 4, 6, 7 and RFC 9204 sections 2, 4.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H3RulesTest {
  private static final byte[] CONTROL = varint(0);
  private static final byte[] ENCODER = varint(2);
  private static final byte[] DECODER = varint(3);
  private static final byte[] NONE = {};

  private final EchoHandler echo = new EchoHandler();
  private H3TestServer server;

  @BeforeAll
  void start() {
    server = H3TestServer.start(echo);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> uniStreams() {
    byte[] wrong = frame(FrameType.MAX_PUSH_ID, varint(5), varint(6));
    return Stream.of(
        uni("7.2.4 no SETTINGS first", 0x10a, CONTROL, frame(FrameType.GOAWAY, varint(0))),
        uni("7.2.4 SETTINGS twice", 0x105, CONTROL, settings(), settings()),
        uni("7.2.4 a setting twice", 0x109, CONTROL, settings(6, 1, 6, 2)),
        uni("7.2.4.1 a setting of HTTP/2", 0x109, CONTROL, settings(2, 1)),
        uni("9220 CONNECT neither 0 nor 1", 0x109, CONTROL, settings(8, 2)),
        uni("7.2.4 SETTINGS cut short", 0x106, CONTROL, frame(4, varint(6))),
        uni("7.2.1 DATA on the control stream", 0x105, CONTROL, settings(), data("x")),
        uni("7.2.2 HEADERS on the control stream", 0x105, CONTROL, settings(), get("/")),
        uni("7.2.5 PUSH_PROMISE", 0x105, CONTROL, settings(), frame(5, varint(0))),
        uni("7.2.8 a frame of HTTP/2", 0x105, CONTROL, settings(), frame(6, new byte[8])),
        uni("7.2.3 CANCEL_PUSH of nothing", 0x108, CONTROL, settings(), frame(3, varint(0))),
        uni(
            "7.2.6 GOAWAY grows",
            0x108,
            CONTROL,
            settings(),
            frame(7, varint(4)),
            frame(7, varint(8))),
        uni(
            "7.2.7 MAX_PUSH_ID shrinks",
            0x108,
            CONTROL,
            settings(),
            frame(13, varint(4)),
            frame(13, varint(1))),
        uni("7.1 more than a number", 0x106, CONTROL, settings(), wrong),
        uni("7.1 an empty GOAWAY", 0x106, CONTROL, settings(), frame(7)),
        uni("7.1 huge SETTINGS", 0x107, CONTROL, frame(4, new byte[5_000])),
        uni(
            "9218 7.2 priority of a stream that is no request's",
            0x108,
            CONTROL,
            settings(),
            frame(0xf0700, hex("02 75 3d 31"))),
        uni(
            "9218 7.2 priority of a push that there is not",
            0x108,
            CONTROL,
            settings(),
            frame(0xf0701, hex("00 75 3d 31"))),
        uni("9218 7.2 priority of nothing", 0x106, CONTROL, settings(), frame(0xf0700)),
        uni("9218 7.2 priority cut short", 0x106, CONTROL, settings(), frame(0xf0700, hex("40"))),
        uni("9218 7.2 endless priority", 0x106, CONTROL, settings(), frame(0xf0700, new byte[99])),
        uni("6.2.2 a client pushes", 0x103, varint(1)),
        uni("9204 4.3 an insertion", 0x201, ENCODER, hex("c0 01 61")),
        uni("9204 4.3 a capacity", 0x201, ENCODER, hex("3f e1 1f")),
        uni("9204 4.4 an acknowledgment", 0x202, DECODER, hex("80")),
        uni("9204 4.4 an increment", 0x202, DECODER, hex("01")));
  }

  private static Arguments uni(String name, int code, byte[]... octets) {
    return Arguments.of(name, code, join(octets));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uniStreams")
  void closesTheConnection(String name, int code, byte[] octets) {
    try (var client = QuicClient.connect(server.port())) {
      client.openUni().send(octets);
      assertThat(client.closeCode()).as(name).isEqualTo(code);
      assertThat(client.isClosedByHttp()).isTrue();
    }
  }

  static Stream<Arguments> pairsOfUniStreams() {
    return Stream.of(
        Arguments.of("6.2.1 two control streams", join(CONTROL, settings()), CONTROL),
        Arguments.of("9204 4.2 two encoders", ENCODER, ENCODER),
        Arguments.of("9204 4.2 two decoders", DECODER, DECODER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairsOfUniStreams")
  void refusesASecondStreamOfAKind(String name, byte[] first, byte[] second) {
    try (var client = QuicClient.connect(server.port())) {
      client.openUni().send(first);
      client.openUni().send(second);
      assertThat(client.closeCode()).as(name).isEqualTo(0x103);
    }
  }

  /// RFC 9114 section 6.2.1, RFC 9204 section 4.2.
  @Test
  void mindsTheEndOfACriticalStream() {
    try (var client = QuicClient.connect(server.port())) {
      client.openUni().sendLast(CONTROL, settings());
      assertThat(client.closeCode()).isEqualTo(0x104);
    }
    try (var client = QuicClient.connect(server.port())) {
      QuicClient.Stream stream = client.openUni().send(DECODER);
      stream.reset(0x100);
      assertThat(client.closeCode()).isEqualTo(0x104);
    }
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        uni("4.1 DATA first", 0x105, data("x")),
        uni("4.1 DATA behind trailers", 0x105, get("/never"), headers("a", "b"), data("x")),
        uni(
            "4.1 HEADERS behind trailers",
            0x105,
            get("/never"),
            headers("a", "b"),
            headers("a", "b")),
        uni("7.2.4 SETTINGS", 0x105, settings()),
        uni("7.2.3 CANCEL_PUSH", 0x105, frame(3, varint(0))),
        uni("7.2.5 PUSH_PROMISE", 0x105, frame(5, varint(0))),
        uni("7.2.6 GOAWAY", 0x105, frame(7, varint(0))),
        uni("7.2.7 MAX_PUSH_ID", 0x105, frame(13, varint(0))),
        uni("7.2.8 a frame of HTTP/2", 0x105, frame(8, new byte[4])),
        uni("9218 7.2 PRIORITY_UPDATE", 0x105, frame(0xf0700, hex("00 75 3d 31"))),
        uni("7.1 an end within a frame", 0x106, hex("01 20 00 00")),
        uni("9204 2.2 a dynamic table", 0x200, frame(1, hex("02 00 80"))),
        uni("9204 4.5.2 a dynamic index", 0x200, frame(1, hex("00 00 81"))),
        uni("9204 4.5.3 an index behind the base", 0x200, frame(1, hex("00 00 10"))),
        uni("9204 4.5.4 a dynamic name", 0x200, frame(1, hex("00 00 41 01 61"))),
        uni("9204 4.5.5 a dynamic name behind the base", 0x200, frame(1, hex("00 00 01 01 61"))),
        uni("9204 3.1 an index beyond the table", 0x200, frame(1, hex("00 00 ff 24"))),
        uni("9204 4.5 a section cut short", 0x200, frame(1, hex("00 00 51 0b 2f"))),
        uni("9204 4.5 an empty section", 0x200, frame(1, NONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void closesTheConnectionOfABadStream(String name, int code, byte[] octets) {
    echo.asked.clear();
    try (var client = QuicClient.connect(server.port())) {
      client.open().sendLast(octets);
      assertThat(client.closeCode()).as(name).isEqualTo(code);
      assertThat(echo.asked).doesNotContain("GET /");
    }
  }

  static Stream<Arguments> malformed() {
    String[] get = {":method", "GET", ":scheme", "https", ":authority", "a.test", ":path", "/"};
    return Stream.of(
        uni("4.3.1 no :method", 0x10e, headers(without(get, 0))),
        uni("4.3.1 no :scheme", 0x10e, headers(without(get, 2))),
        uni("4.3.1 no :authority", 0x10e, headers(without(get, 4))),
        uni("4.3.1 no :path", 0x10e, headers(without(get, 6))),
        uni(
            "4.3.1 an empty :path",
            0x10e,
            headers(":method", "GET", ":scheme", "https", ":authority", "a", ":path", "")),
        uni("4.3 :method twice", 0x10e, request("GET", "/", ":method", "GET")),
        uni("4.3 :status in a request", 0x10e, request("GET", "/", ":status", "200")),
        uni("4.3 an unknown pseudo-header", 0x10e, request("GET", "/", ":new", "1")),
        uni(
            "4.3 a pseudo-header behind a field",
            0x10e,
            headers(
                ":method",
                "GET",
                ":scheme",
                "https",
                "a",
                "b",
                ":authority",
                "a.test",
                ":path",
                "/")),
        uni("4.2 a capital letter", 0x10e, request("GET", "/", "Name", "x")),
        uni("4.2 Connection", 0x10e, request("GET", "/", "connection", "close")),
        uni("4.2 Transfer-Encoding", 0x10e, request("POST", "/", "transfer-encoding", "chunked")),
        uni("4.2 TE other than trailers", 0x10e, request("GET", "/", "te", "gzip")),
        uni("4.1.2 an illegal value", 0x10e, request("GET", "/", "name", "a\r\nb: c")),
        uni("4.3.1 Host and :authority differ", 0x10e, request("GET", "/", "host", "b.test")),
        uni(
            "4.1.2 two Content-Lengths",
            0x10e,
            request("POST", "/", "content-length", "1", "content-length", "2")),
        uni("4.1.2 a signed Content-Length", 0x10e, request("POST", "/", "content-length", "+1")),
        uni(
            "4.4 CONNECT with :path",
            0x10e,
            headers(":method", "CONNECT", ":authority", "a.test:1", ":path", "/")),
        uni("4.1.1 no head at all", 0x10d, NONE));
  }

  private static String[] without(String[] pairs, int place) {
    var fewer = new String[pairs.length - 2];
    System.arraycopy(pairs, 0, fewer, 0, place);
    System.arraycopy(pairs, place + 2, fewer, place, pairs.length - place - 2);
    return fewer;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void resetsTheStreamAndServesOthers(String name, int code, byte[] octets) {
    echo.asked.clear();
    try (var client = QuicClient.connect(server.port())) {
      assertThat(client.open().sendLast(octets).resetCode()).as(name).isEqualTo(code);
      assertThat(echo.asked).isEmpty();
      assertThat(H3Bytes.text(client.open().sendLast(get("/")).awaitEnd().received()))
          .endsWith("DATA GET / [] {}\n");
    }
  }

  static Stream<Arguments> bodiesOfAWrongLength() {
    byte[] six = request("POST", "/", "content-length", "6");
    return Stream.of(
        uni("4.1.2 too short", 0x10e, six, data("12345")),
        uni("4.1.2 too long", 0x10e, six, data("1234567")),
        uni("4.1.2 nothing at all", 0x10e, six),
        uni("4.3 a pseudo-header in trailers", 0x10e, get("/"), headers(":path", "/")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodiesOfAWrongLength")
  void resetsStreamsWhoseBodyIsNotAsSaid(String name, int code, byte[] octets) {
    try (var client = QuicClient.connect(server.port())) {
      assertThat(client.open().sendLast(octets).resetCode()).as(name).isEqualTo(code);
    }
  }

  /// RFC 9114 section 9: what nobody knows is passed over.
  @Test
  void passesOverWhatItDoesNotKnow() {
    try (var client = QuicClient.connect(server.port())) {
      client.openUni().send(CONTROL, settings(0x21, 5), frame(0x21, new byte[40]));
      client.openUni().send(varint(0x21), new byte[100]);
      client.openUni().sendLast(varint(0x40), new byte[100]);
      client.openUni().send(ENCODER, hex("20"));
      client.openUni().send(DECODER, hex("44 7f 05"));
      byte[] unknown = frame(0x21, new byte[9_000]);
      byte[] request =
          join(unknown, request("POST", "/x"), unknown, data("a"), unknown, data("b"), unknown);
      assertThat(H3Bytes.text(client.open().sendLast(request).awaitEnd().received()))
          .endsWith("DATA POST /x [ab] {}\n");
      assertThat(client.isOpen()).isTrue();
    }
  }

  /// RFC 9218 section 4.
  @Test
  void answersRequestsOfEveryUrgency() {
    try (var client = QuicClient.connect(server.port())) {
      for (int urgency = 0; urgency <= 8; urgency++) {
        byte[] request = request("GET", "/", "priority", "u=" + urgency + ", i");
        assertThat(H3Bytes.text(client.open().sendLast(request).awaitEnd().received()))
            .as("urgency %d", urgency)
            .endsWith("DATA GET / [] {}\n");
      }
    }
  }

  /// RFC 9218 section 7.2: before the request, while it is answered, and behind it.
  @Test
  void takesPriorities() {
    try (var client = QuicClient.connect(server.port())) {
      QuicClient.Stream control = client.openUni().send(CONTROL, settings());
      control.send(frame(0xf0700, hex("00 75 3d 31 2c 69")), frame(0xf0700, hex("04 75 3d 37")));
      QuicClient.Stream first = client.open().send(request("POST", "/a"));
      control.send(frame(0xf0700, hex("00 75 3d 30")));
      assertThat(H3Bytes.text(client.open().sendLast(get("/b")).awaitEnd().received()))
          .endsWith("DATA GET /b [] {}\n");
      assertThat(H3Bytes.text(first.sendLast(H3Bytes.data("")).awaitEnd().received()))
          .endsWith("DATA POST /a [] {}\n");
      control.send(frame(0xf0700, hex("00 75 3d 31")));
      assertThat(client.isOpen()).isTrue();
    }
  }

  /// RFC 9114 section 7.2.4: what we say at the begin.
  @Test
  void beginsWithItsSettings() {
    try (var client = QuicClient.connect(server.port())) {
      Await.until("the control stream came", () -> !client.fromServer().isEmpty());
      QuicClient.Stream control = client.fromServer().getFirst();
      Await.until("the settings came", () -> control.receivedCount() >= 10);
      assertThat(control.received()).startsWith(hex("00 04 07 06 80 00 80 00 08 01"));
    }
  }

  /// security R1: resets without end.
  @Test
  void endsAConnectionThatOnlyResets() {
    try (var client = QuicClient.connect(server.port())) {
      for (int i = 0; i < 400 && client.isOpen(); i++) {
        resetAnother(client);
      }
      assertThat(client.closeCode()).isEqualTo(0x107);
    }
  }

  private static void resetAnother(QuicClient client) {
    Await.until("another stream is allowed", () -> client.mayOpen() || !client.isOpen());
    try {
      client.open().send(hex("01 20 00")).reset(0x10c);
    } catch (IllegalStateException _) {
      // The server may close the connection at any moment now; else the next one tells.
      Await.until("the connection is closed", () -> !client.isOpen());
    }
  }
}
