package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Handler;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every rule about requests that concerns HTTP/1, as exact bytes: what is answered, whether the
/// connection ends, and that the handler does not see what is refused.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestRulesTest {
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  private final EchoHandler handler = new EchoHandler();
  private final List<TestServer> servers = new ArrayList<>();

  /// `\r` and `\n` are written as they are; a space before the rule's letter keeps it readable.
  record Refused(String rule, int status, String bytes) {
    @Override
    public String toString() {
      return rule;
    }
  }

  record Taken(String rule, String answer, String bytes) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
            lengths(), codings(), chunks(), lines(), expectations(), upgrades(), hosts(), limits())
        .flatMap(List::stream);
  }

  private static Refused post(String rule, int status, String fields) {
    return new Refused(
        rule, status, "POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n0\r\n\r\n");
  }

  private static Refused head(String rule, int status, String bytes) {
    return new Refused(rule, status, bytes);
  }

  private static List<Refused> lengths() {
    return List.of(
        post("F1 length with coding", 400, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        post("F1 coding with length", 400, "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        post("F1 two lengths", 400, "Content-Length: 5\r\nContent-Length: 6"),
        post("F1 two equal lengths", 400, "Content-Length: 5\r\nContent-Length: 5"),
        post("F1 list of lengths", 400, "Content-Length: 5, 5"),
        post("F1 empty length", 400, "Content-Length:"),
        post("F1 blank length", 400, "Content-Length:   "),
        post("F1 signed length", 400, "Content-Length: +5"),
        post("F1 negative length", 400, "Content-Length: -5"),
        post("F1 hexadecimal length", 400, "Content-Length: 0x5"),
        post("F1 length with a point", 400, "Content-Length: 5.0"),
        post("F1 length with inner space", 400, "Content-Length: 5 0"),
        post("F1 length beyond 64 bits", 400, "Content-Length: 18446744073709551617"),
        post("F1 length beyond 63 bits", 400, "Content-Length: 9223372036854775808"),
        post("F1 length with a comma", 400, "Content-Length: 5,"),
        post("F1 length with a vertical tab", 400, "Content-Length: 5\u000b"),
        post("F1 length folded", 400, "Content-Length:\r\n 5"),
        post("F1 length disguised by NUL", 400, "Content-Length\0: 5"),
        post("F1 length and blank before the colon", 400, "Content-Length : 5"),
        post("F1 length in Arabic digits", 400, "Content-Length: \u00d9\u00a5"),
        post("F1 length of 30 digits", 400, "Content-Length: 000000000000000000000000000005"));
  }

  private static List<Refused> codings() {
    return List.of(
        post("F2 coding twice in a list", 400, "Transfer-Encoding: chunked, chunked"),
        post(
            "F2 coding twice in two fields",
            400,
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        post("F2 gzip before chunked", 400, "Transfer-Encoding: gzip, chunked"),
        post("F2 identity", 501, "Transfer-Encoding: identity"),
        post("F2 gzip", 501, "Transfer-Encoding: gzip"),
        post("F2 empty coding", 501, "Transfer-Encoding:"),
        post("F2 obfuscated coding", 501, "Transfer-Encoding: xchunked"),
        post("F2 coding with parameter", 501, "Transfer-Encoding: chunked;q=1"),
        post("F2 coding in quotes", 501, "Transfer-Encoding: \"chunked\""),
        post("F2 chunked before identity", 400, "Transfer-Encoding: chunked, identity"),
        post("F2 coding behind a comma", 400, "Transfer-Encoding: , chunked"),
        post("F2 coding before a comma", 400, "Transfer-Encoding: chunked,"),
        post("F2 coding folded", 400, "Transfer-Encoding:\r\n chunked"),
        post("F2 coding with NUL", 400, "Transfer-Encoding: chunked\0"),
        post("F2 coding with a form feed", 400, "Transfer-Encoding: chunked\u000c"),
        post("F2 blank before the colon", 400, "Transfer-Encoding : chunked"),
        post("F2 bare CR before the coding", 400, "a: b\rTransfer-Encoding: chunked"),
        post("F2 coding with vertical tab", 400, "Transfer-Encoding: \u000bchunked"),
        head(
            "F2 coding in HTTP/1.0",
            400,
            "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static Refused chunk(String rule, String body) {
    return new Refused(
        rule, 400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
  }

  private static List<Refused> chunks() {
    return List.of(
        chunk("F3 empty size", "\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 signed size", "+3\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 negative size", "-3\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 prefixed size", "0x3\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size of 17 digits", "00000000000000003\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size beyond 63 bits", "ffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size with leading space", " 3\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size with trailing space", "3 \r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size line ended by LF", "3\nabc\r\n0\r\n\r\n"),
        chunk("F3 size line ended by CR", "3\rabc\r\n0\r\n\r\n"),
        chunk("F3 extension without name", "3;\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension without name before another", "3;;a\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with a blank for a name", "3; ;a\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension that begins with its value", "3;=a\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension that begins with quotes", "3;\"a\"\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with a bare CR", "3;a\rb\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with a vertical tab", "3;a\u000b\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size with an underscore", "1_0\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size followed by a tab", "3\t\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 size in full-width digits", "\u00ef\u00bc\u0093\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 last chunk ended by LF", "0\n\r\n"),
        chunk("F3 data not followed by an end", "3\r\nabc0\r\n\r\n"),
        chunk("F3 data followed by two ends", "3\r\nabc\r\n\r\n0\r\n\r\n"),
        chunk("F3 extension with NUL", "3;a=\0\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with bare LF", "3;a\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with LF in quotes", "3;a=\"\n\"\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extension with CR LF in quotes", "3;a=\"\r\n\"\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 unbalanced quotes", "3;a=\"b\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 extensions over 4 KiB", "3;" + "a".repeat(4100) + "\r\nabc\r\n0\r\n\r\n"),
        chunk("F3 many extensions over 4 KiB", ("1;" + "a".repeat(1000) + "\r\nx\r\n").repeat(5)),
        chunk("F3 data longer than its size", "3\r\nabcd\r\n0\r\n\r\n"),
        chunk("F3 data ended by LF", "3\r\nabc\n0\r\n\r\n"),
        chunk("F3 malformed trailer", "0\r\nbad trailer\r\n\r\n"),
        chunk("F3 folded trailer", "0\r\na: b\r\n c\r\n\r\n"),
        chunk("F3 trailer ended by LF", "0\r\na: b\n\r\n"));
  }

  private static Refused field(String rule, String line) {
    return head(rule, 400, "GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n");
  }

  private static List<Refused> lines() {
    return List.of(
        head("F4 request line ended by LF", 400, "GET / HTTP/1.1\nHost: h\r\n\r\n"),
        head("F4 field line ended by LF", 400, "GET / HTTP/1.1\r\nHost: h\n\r\n"),
        head("F4 head ended by LF", 400, "GET / HTTP/1.1\r\nHost: h\r\n\n"),
        head("F4 bare CR in request line", 400, "GET /\r HTTP/1.1\r\nHost: h\r\n\r\n"),
        field("F4 bare CR in a value", "a: b\rc: d"),
        field("F4 space before colon", "a : b"),
        field("F4 tab before colon", "a\t: b"),
        field("F4 leading space", " a: b"),
        field("F4 folded line", "a: b\r\n c"),
        field("F4 line folded by a tab", "a: b\r\n\tc"),
        head("F4 first line folded", 400, "GET / HTTP/1.1\r\n Host: h\r\n\r\n"),
        field("F4 empty name", ": b"),
        field("F4 name in brackets", "a[]: b"),
        field("F4 name with high byte", "a\u00e4: b"),
        field("F4 missing colon", "ab"),
        field("F4 NUL in name", "a\0: b"),
        field("F4 NUL in value", "a: b\0"),
        field("F4 control byte in value", "a: b\u0001"),
        field("F4 two CR before the LF", "a: b\r"),
        field("F4 vertical tab in name", "a\u000b: b"),
        field("F4 vertical tab in value", "a: \u000bb"),
        field("F4 form feed before a name", "\u000ca: b"),
        head("F4 two versions", 400, "GET / HTTP/1.1 HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 NUL before the method", 400, "\0GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 bare LF first", 400, "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 bare CR first", 400, "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 preface of HTTP/2 with version 1.1", 400, "PRI * HTTP/1.1\r\nHost: h\r\n\r\n"),
        field("F4 DEL in value", "a: b\u007f"),
        head("F4 two spaces", 400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 tab as separator", 400, "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 space behind the version", 400, "GET / HTTP/1.1 \r\nHost: h\r\n\r\n"),
        head("F4 leading space on request line", 400, " GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 two empty lines first", 400, "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 method with brackets", 400, "G[T / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 endless method", 400, "G".repeat(65) + " / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 target with space", 400, "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 target with NUL", 400, "GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 target with high byte", 400, "GET /\u00e4 HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 target with fragment", 400, "GET /#a HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 relative target", 400, "GET a HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 asterisk for GET", 400, "GET * HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F4 no version", 400, "GET /\r\nHost: h\r\n\r\n"),
        head("F4 lower case version", 400, "GET / http/1.1\r\nHost: h\r\n\r\n"),
        head("F4 version of three digits", 400, "GET / HTTP/1.10\r\nHost: h\r\n\r\n"),
        head("F4 HTTP/2.0", 505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"),
        head("F4 HTTP/0.9", 505, "GET / HTTP/0.9\r\nHost: h\r\n\r\n"),
        head("F4 TLS hello on a plain port", 400, "\u0016\u0003\u0001\u0002\0\u0001\n"));
  }

  private static List<Refused> expectations() {
    return List.of(
        post("F6 unknown expectation", 417, "Expect: 200-ok\r\nContent-Length: 5"),
        post("F6 expectation list", 400, "Expect: x, 100-continue\r\nContent-Length: 5"),
        post("F6 disguised expectation", 400, "Expect: y 100-continue\r\nContent-Length: 5"),
        post(
            "F6 two expectations",
            400,
            "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5"));
  }

  private static List<Refused> upgrades() {
    return List.of(
        post(
            "F7 upgrade with body",
            400,
            "Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 5"),
        post(
            "F7 upgrade with chunks",
            400,
            "Connection: upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked"),
        head(
            "F7 CONNECT with body",
            400,
            "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\n\r\nabcde"),
        head("F7 CONNECT without port", 400, "CONNECT h HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F7 CONNECT of a path", 400, "CONNECT / HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("F7 CONNECT to another host", 400, "CONNECT a:80 HTTP/1.1\r\nHost: b:80\r\n\r\n"));
  }

  private static Refused host(String rule, String fields) {
    return head(rule, 400, "GET / HTTP/1.1\r\n" + fields + "\r\n\r\n");
  }

  private static List<Refused> hosts() {
    return List.of(
        head("F11 no host", 400, "GET / HTTP/1.1\r\n\r\n"),
        host("F11 two hosts", "Host: a\r\nHost: b"),
        host("F11 two equal hosts", "Host: a\r\nHost: a"),
        host("F11 empty host", "Host:"),
        host("F11 host with userinfo", "Host: u@h"),
        host("F11 host with path", "Host: h/x"),
        host("F11 host list", "Host: a, b"),
        host("F11 host with space", "Host: a b"),
        host("F11 host with bad port", "Host: a:b"),
        host("F11 host with great port", "Host: a:65536"),
        host("F11 two hosts, one disguised", "Host: a\r\nHost : b"),
        host("F11 host with a list of ports", "Host: a:80,b"),
        host("F11 host with a backslash", "Host: a\\b"),
        host("F11 host with a tab", "Host: a\tb"),
        host("F11 host with a query", "Host: a?b"),
        host("F11 host with a fragment", "Host: a#b"),
        head("F11 absolute target without Host", 400, "GET http://a/ HTTP/1.1\r\n\r\n"),
        host("F11 host with open bracket", "Host: [::1"),
        host("F11 host with high byte", "Host: \u00e4"),
        head(
            "F11 absolute target of another host",
            400,
            "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
        head(
            "F11 absolute target with userinfo",
            400,
            "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        head(
            "F11 absolute target of another port",
            400,
            "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        head(
            "F11 absolute target of another scheme",
            400,
            "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        head("F11 absolute target without host", 400, "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  private static List<Refused> limits() {
    return List.of(
        head("long target", 414, "GET /" + "a".repeat(8192) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
        head("endless target", 414, "GET /" + "a".repeat(50_000)),
        field431("large field", "a: " + "b".repeat(33_000)),
        field431("many fields", "a: b\r\n".repeat(128) + "a: b"),
        head("endless fields", 431, "GET / HTTP/1.1\r\nHost: h\r\n" + "a: b\r\n".repeat(9_000)),
        post("large body", 413, "Content-Length: 10485761"));
  }

  private static Refused field431(String rule, String lines) {
    return head(rule, 431, "GET / HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n\r\n");
  }

  static Stream<Taken> taken() {
    return Stream.of(bodies(), targets()).flatMap(List::stream);
  }

  private static List<Taken> bodies() {
    String post = "POST / HTTP/1.1\r\nHost: h\r\n";
    String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    return List.of(
        new Taken("plain GET", "GET / [] {}", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken("one empty line first", "GET / [] {}", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken("fields without space", "GET / [] {}", "GET / HTTP/1.1\r\nHost:h\r\na:b\r\n\r\n"),
        new Taken(
            "value with tab and high bytes",
            "GET / [] {}",
            "GET / HTTP/1.1\r\nHost: h\r\na: \tb\tc\u00e4\t\r\n\r\n"),
        new Taken("fixed length", "POST / [abc] {}", post + "Content-Length: 3\r\n\r\nabc"),
        new Taken("length with zeros", "POST / [abc] {}", post + "Content-Length: 003\r\n\r\nabc"),
        new Taken("chunks", "POST / [abcde] {}", chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
        new Taken(
            "upper case coding",
            "POST / [abc] {}",
            post + "transfer-encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        new Taken(
            "chunk size of 16 digits",
            "POST / [abc] {}",
            chunked + "0000000000000003\r\nabc\r\n0\r\n\r\n"),
        new Taken(
            "chunk extensions",
            "POST / [abc] {}",
            chunked + "3;a;b=c;d=\"e;\\\"\"\r\nabc\r\n0;x\r\n\r\n"),
        new Taken("trailers", "POST / [abc] {a: b}", chunked + "3\r\nabc\r\n0\r\na: b\r\n\r\n"),
        new Taken(
            "F10 trailers that frame or authorise are dropped",
            "POST / [] {a: b}",
            chunked
                + "0\r\nHost: x\r\nContent-Length: 9\r\na: b\r\nTransfer-Encoding: chunked\r\nAuthorization: y\r\n\r\n"),
        new Taken(
            "F1 an underscore makes another field of it",
            "POST / [abc] {}",
            post + "Transfer_Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"),
        new Taken(
            "F5 chunks of a method that has no use for them",
            "OPTIONS / [abc] {}",
            "OPTIONS / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\tchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        new Taken(
            "F5 body of a GET that looks like a request",
            "GET / [GET /x HTTP/1.1] {}",
            "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 15\r\n\r\nGET /x HTTP/1.1"),
        new Taken(
            "upgrade to h2c with body is ignored",
            "POST / [abc] {}",
            post + "Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc"));
  }

  private static List<Taken> targets() {
    return List.of(
        new Taken("unknown method", "BREW /pot [] {}", "BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken("method in lower case stays", "get / [] {}", "get / HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken("asterisk", "OPTIONS * [] {}", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken(
            "absolute target", "GET /x?y [] {}", "GET http://h/x?y HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken(
            "absolute target without path",
            "GET / [] {}",
            "GET http://h HTTP/1.1\r\nHost: h:80\r\n\r\n"),
        new Taken(
            "absolute target with query only",
            "GET /?y [] {}",
            "GET http://H?y HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken("IPv6 host", "GET / [] {}", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
        new Taken("minor version above 1", "GET / [] {}", "GET / HTTP/1.2\r\nHost: h\r\n\r\n"),
        new Taken(
            "HTTP/1.0 with keep-alive",
            "GET / [] {}",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
        new Taken(
            "longest target",
            "GET /" + "a".repeat(8191) + " [] {}",
            "GET /" + "a".repeat(8191) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
        new Taken(
            "128 fields",
            "GET / [] {}",
            "GET / HTTP/1.1\r\nHost: h\r\n" + "a: b\r\n".repeat(127) + "\r\n"));
  }

  static Stream<Loops.Kind> kinds() {
    return Stream.of(Loops.Kind.values());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesAndCloses(Refused rule) {
    handler.asked.clear();

    String answer = server(Loops.best()).talk(rule.bytes() + NEXT);

    assertThat(answer).startsWith("HTTP/1.1 " + rule.status() + " ");
    assertThat(answer).containsOnlyOnce("HTTP/1.1 ").contains("\r\nconnection: close\r\n");
    assertThat(handler.asked).doesNotContain("GET /next");
    boolean brokeInBody = rule.rule().startsWith("F3") || rule.rule().equals("large body");
    if (!brokeInBody) {
      assertThat(handler.asked).as("the handler is not reached").isEmpty();
    }
  }

  static Stream<Refused> brokenBodies() {
    return chunks().stream();
  }

  /// RFC 9112 section 7.1, also for a handler that has no use for a body.
  @ParameterizedTest
  @MethodSource("brokenBodies")
  void refusesAnUnreadBodyThatIsBroken(Refused rule) {
    Handler ignorant = exchange -> exchange.respond(exchange.response(), Body.of("hi"));
    try (var server = TestServer.start(Loops.best(), ignorant)) {
      String answer = server.talk(rule.bytes() + NEXT);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\r\nconnection: close\r\n");
      assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
      })
  void goesOnBehindAnUnreadBodyThatIsWhole(String body) {
    Handler ignorant = exchange -> exchange.respond(exchange.response(), Body.of("hi"));
    try (var server = TestServer.start(Loops.best(), ignorant)) {
      String answer = server.talk("POST / HTTP/1.1\r\nHost: h\r\n" + body + NEXT);
      assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource("taken")
  void answersAndGoesOn(Taken rule) {
    String answer = server(Loops.best()).talk(rule.bytes() + NEXT);

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer).contains("\r\n\r\n" + rule.answer() + "HTTP/1.1 200 OK\r\n");
    assertThat(answer).endsWith("\r\n\r\nGET /next [] {}");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void worksOverEveryKindOfLoop(Loops.Kind kind) {
    TestServer server = server(kind);
    taken()
        .forEach(rule ->
            assertThat(server.talk(rule.bytes() + NEXT))
                .as(rule.rule())
                .contains("\r\n\r\n" + rule.answer() + "HTTP/1.1 200 OK\r\n")
                .endsWith("GET /next [] {}"));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("kinds")
  void refusesOverEveryKindOfLoop(Loops.Kind kind) {
    TestServer server = server(kind);
    refused()
        .forEach(rule ->
            assertThat(server.talk(rule.bytes() + NEXT))
                .as(rule.rule())
                .startsWith("HTTP/1.1 " + rule.status() + " "));
  }

  private TestServer server(Loops.Kind kind) {
    return servers.stream().filter(each -> each.loops().kind() == kind).findFirst().orElseThrow();
  }

  @BeforeAll
  void open() {
    kinds().forEach(kind -> servers.add(TestServer.start(kind, handler)));
  }

  @AfterAll
  void close() {
    servers.forEach(TestServer::close);
  }
}
