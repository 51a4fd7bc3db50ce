package dev.varve.http.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.proxyprotocol.ProxyHeaderReader.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The PROXY protocol specification, sections 2.1 and 2.2.
class ProxyProtocolTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @ParameterizedTest
  @CsvSource({
    "TCP4 192.168.0.1 192.168.0.11 56324 443, 192.168.0.1:56324",
    "TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255:65535",
    "TCP4 1.2.3.4 5.6.7.8 0 0, 1.2.3.4:0",
    "TCP6 ffff:f::1 ::1 65535 1, ffff:f:0:0:0:0:0:1:65535",
    "UNKNOWN, none",
    "UNKNOWN ffff::1 whatever 1 2, none",
  })
  void readsVersionOne(String line, String source) {
    var in = bytes("PROXY " + line + "\r\nGET /");
    assertThat(shown(new ProxyHeaderReader().read(in))).isEqualTo(source);
    assertThat(in.remaining()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "proxy TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n",
        "PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 01 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 65536 2\r\n",
        "PROXY TCP4 1.2.3.04 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3.256 5.6.7.8 1 2\r\n",
        "PROXY TCP4 localhost 5.6.7.8 1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP6 ::1%lo ::1 1 2\r\n",
        "PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n",
      })
  void refusesVersionOne(String line) {
    assertThat(new ProxyHeaderReader().read(bytes(line))).isInstanceOf(Outcome.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "20000000, none",
    "2011000c0102030405060708000a000b, none",
    "2111000c0102030405060708000a000b, 1.2.3.4:10",
    "21210024200100000000000000000000000000012001000000000000000000000000000200500051, 2001:0:0:0:0:0:0:1:80",
    "21000000, none",
    "21310000, none",
    "211100130102030405060708000a000b 020004612e6462, 1.2.3.4:10",
    "211100120102030405060708000a000b 040003ffffff, 1.2.3.4:10",
  })
  void readsVersionTwo(String hex, String source) {
    var in = ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "") + "474554"));
    assertThat(shown(new ProxyHeaderReader().read(in))).isEqualTo(source);
    assertThat(in.remaining()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1111000c0102030405060708000a000b",
        "2211000c0102030405060708000a000b",
        "2111000b0102030405060708000a00",
        "2141000c0102030405060708000a000b",
        "2111ffff",
        "211100100102030405060708000a000b 02000a61",
        "2111000e0102030405060708000a000b 0200",
        "211100100102030405060708000a000b 0200010a",
        "211100130102030405060708000a000b 03000400000000",
      })
  void refusesVersionTwo(String hex) {
    var in = ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "")));
    assertThat(new ProxyHeaderReader().read(in)).isInstanceOf(Outcome.Malformed.class);
  }

  @Test
  void readsWhatItWritesInAnyPieces() throws java.net.UnknownHostException {
    var random = new Random(3);
    for (int i = 0; i < 400; i++) {
      var header =
          i % 20 == 0
              ? ProxyHeader.UNKNOWN
              : new ProxyHeader(any(random), any(random), i % 2 == 0 ? "" : "a" + i + ".test");
      ByteBuffer second = ProxyHeaderWriter.second(header);
      ByteBuffer first = ProxyHeaderWriter.first(header);
      assertThat(first.remaining()).isLessThanOrEqualTo(107);
      assertThat(inPieces(second))
          .isInstanceOfSatisfying(
              Outcome.Complete.class,
              complete -> assertThat(complete.header().authority()).isEqualTo(header.authority()));
      assertThat(shown(inPieces(second.rewind()))).isEqualTo(shown(inPieces(first)));
    }
  }

  @Test
  void survivesHostileBytes() {
    var random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      var tail = new byte[random.nextInt(60)];
      random.nextBytes(tail);
      String start =
          i % 2 == 0
              ? HexFormat.of().formatHex("PROXY TCP4 ".getBytes(ISO_8859_1))
              : SIGNATURE + "2111";
      new ProxyHeaderReader()
          .read(ByteBuffer.wrap(HexFormat.of().parseHex(start + HexFormat.of().formatHex(tail))));
    }
  }

  private static Outcome inPieces(ByteBuffer bytes) {
    var reader = new ProxyHeaderReader();
    Outcome outcome = new Outcome.More();
    while (bytes.hasRemaining()) {
      assertThat(outcome).isInstanceOf(Outcome.More.class);
      outcome = reader.read(bytes.slice(bytes.position(), 1));
      bytes.position(bytes.position() + 1);
    }
    return outcome;
  }

  private static InetSocketAddress any(Random random) throws java.net.UnknownHostException {
    var address = new byte[random.nextInt(3) == 0 ? 16 : 4];
    random.nextBytes(address);
    return new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
  }

  private static String shown(Outcome outcome) {
    return switch (outcome) {
      case Outcome.More _ -> "more";
      case Outcome.Malformed(String reason) -> reason;
      case Outcome.Complete(ProxyHeader header) -> {
        InetSocketAddress source = header.source();
        yield source == null
            ? "none"
            : source.getAddress().getHostAddress() + ":" + source.getPort();
      }
    };
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }
}
