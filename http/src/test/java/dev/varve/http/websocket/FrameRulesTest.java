package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 section 5 on bytes, and RFC 7692 behind it.
class FrameRulesTest {
  private final Noting noting = new Noting();

  @ParameterizedTest
  @CsvSource({
    "5.2 reserved bit 2, a100, 1002",
    "5.2 reserved bit 3, 9100, 1002",
    "5.2 compressed without agreement, c100, 1002",
    "5.2 opcode 3, 8300, 1002",
    "5.2 opcode 11, 8b00, 1002",
    "5.1 server masks, 818000000000, 1002",
    "5.2 length of 125 in two octets, 827e007d, 1002",
    "5.2 length of 65535 in eight octets, 827f000000000000ffff, 1002",
    "5.2 length with the highest bit, 827f8000000000000000, 1002",
    "5.4 continuation of nothing, 8000, 1002",
    "5.4 message within a message, 0100 8100, 1002",
    "5.5 fragmented ping, 0900, 1002",
    "5.5 long ping, 897e007e, 1002",
    "5.5.1 close with half a code, 880103, 1002",
    "7.4.1 close with 1005, 880203ed, 1002",
    "7.4.1 close with 1006, 880203ee, 1002",
    "7.4.1 close with 1015, 880203f7, 1002",
    "7.4.2 close with 999, 880203e7, 1002",
    "7.4.2 close with 2999, 88020bb7, 1002",
    "5.5.1 reason is not UTF-8, 880303e8ff, 1007",
    "8.1 text is not UTF-8, 8102c328, 1007",
    "8.1 text with a surrogate, 8103eda080, 1007",
    "8.1 text with an overlong form, 8102c080, 1007",
    "8.1 text ends within a character, 8101c3, 1007",
    "8.1 noticed before the end, 0101ff, 1007",
    "10.4 message too big, 827e0401, 1009",
  })
  void refuses(String rule, String hex, int code) {
    var bytes = ByteBuffer.allocate(4096).put(HexFormat.of().parseHex(hex.replace(" ", "")));
    bytes.limit(rule.contains("too big") ? 2000 : bytes.position()).position(0);
    assertThatExceptionOfType(ProtocolException.class)
        .as(rule)
        .isThrownBy(() -> reader(false, null).read(bytes))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    assertThat(noting.log).isEmpty();
  }

  @Test
  void wantsClientsToMask() {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader(true, null).read(ByteBuffer.wrap(new byte[] {(byte) 0x81, 0})));
  }

  @Test
  void readsTheExamplesOfSection57() throws ProtocolException {
    feed(false, "810548656c6c6f");
    feed(true, "818537fa213d7f9f4d5158");
    feed(false, "010348656c 80026c6f");
    feed(false, "890548656c6c6f");
    feed(true, "8a8537fa213d7f9f4d5158");
    assertThat(noting.log).containsExactly("Hello", "Hello", "Hello", "ping Hello", "pong");
  }

  @Test
  void takesControlFramesWithinAMessage() throws ProtocolException {
    feed(false, "010348656c 890141 80026c6f 880503e8627965");
    assertThat(noting.log).containsExactly("ping A", "Hello", "close 1000 bye");
  }

  @Test
  void dropsWhatComesBehindAClose() throws ProtocolException {
    feed(false, "8800 810548656c6c6f");
    assertThat(noting.log).containsExactly("close 1005 ");
  }

  @Test
  void endsFloodsOfFramesThatBringNothing() {
    var reader = reader(false, null);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> {
          for (int i = 0; i < 2_000; i++) {
            reader.read(ByteBuffer.wrap(new byte[] {(byte) (i == 0 ? 1 : 0), 0}));
          }
        })
        .satisfies(e -> assertThat(e.code()).isEqualTo(CloseCode.POLICY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsWhatItWritesInAnyPieces(long seed) throws ProtocolException {
    var random = new Random(seed);
    var client = new FrameWriter(new Keys());
    var expected = new ArrayList<String>();
    var reader = reader(true, null);
    for (int i = 0; i < 60; i++) {
      String text = "ü€😀a".repeat(random.nextInt(random.nextInt(5) == 0 ? 90 : 9));
      byte[] bytes = text.getBytes(UTF_8);
      expected.add(text);
      ByteBuffer frame = client.frame(Opcode.FIN | Opcode.TEXT, bytes, 0, bytes.length);
      while (frame.hasRemaining()) {
        int piece = Math.min(frame.remaining(), 1 + random.nextInt(20));
        reader.read(frame.slice(frame.position(), piece));
        frame.position(frame.position() + piece);
      }
    }
    assertThat(noting.log).as("seed %d", seed).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void masksAsTheDefinitionSays(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      int key = random.nextInt();
      int offset = random.nextInt(9);
      var expected = bytes.clone();
      for (int at = 0; at < expected.length; at++) {
        expected[at] ^= (byte) (key >>> (24 - 8 * ((at + offset) & 3)));
      }
      Mask.apply(bytes, 0, bytes.length, key, offset);
      assertThat(bytes).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void checksUtf8AsTheJdkDoes(long seed) {
    var random = new Random(seed);
    byte[] likely = "a\u00e9\u20ac\ud83d\ude00\u07ff\uffff".getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(7)];
      int from = random.nextInt(likely.length);
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] =
            random.nextInt(6) == 0 ? (byte) random.nextInt() : likely[(from + at) % likely.length];
      }
      var check = new Utf8();
      boolean valid = check.accept(bytes, 0, bytes.length) && check.isComplete();
      assertThat(valid).as("%s", HexFormat.of().formatHex(bytes)).isEqualTo(isUtf8(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressesAndDecompresses(boolean forgets) throws ProtocolException {
    // RFC 7692 7.2, with and without context takeover.
    var random = new Random(5);
    try (var deflater = new MessageDeflater(forgets);
        var inflater = new MessageInflater(forgets)) {
      var reader = reader(false, inflater);
      var writer = new FrameWriter(null);
      var expected = new ArrayList<String>();
      for (int i = 0; i < 100; i++) {
        String text = ("{\"n\":" + random.nextInt() + "} ").repeat(1 + random.nextInt(40));
        expected.add(text);
        byte[] bytes = text.getBytes(UTF_8);
        int length = deflater.deflate(bytes, 0, bytes.length);
        reader.read(
            writer.frame(
                Opcode.FIN | Opcode.COMPRESSED | Opcode.TEXT, deflater.bytes(), 0, length));
      }
      assertThat(noting.log).isEqualTo(expected);
    }
  }

  @Test
  void readsTheExamplesOfRfc7692() throws ProtocolException {
    // 7.2.3.1 one block, 7.2.3.2 sharing the window, 7.2.3.4 a final block.
    try (var inflater = new MessageInflater(false)) {
      var reader = reader(false, inflater);
      for (String hex :
          List.of(
              "c107f248cdc9c90700",
              "c105f200110000",
              "c108f348cdc9c9070000",
              "4103f248cd8004c9c90700")) {
        reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
      }
    }
    assertThat(noting.log).containsExactly("Hello", "Hello", "Hello", "Hello");
  }

  @Test
  void refusesBombs() {
    // Security R5.
    try (var deflater = new MessageDeflater(true);
        var inflater = new MessageInflater(true)) {
      var zeros = new byte[50 << 20];
      int length = deflater.deflate(zeros, 0, zeros.length);
      var messages = new MessageReader(noting, 100 << 20, inflater);
      var reader = new FrameReader(messages, false, true, new byte[4096]);
      var bomb =
          new FrameWriter(null)
              .frame(Opcode.FIN | Opcode.COMPRESSED | Opcode.BINARY, deflater.bytes(), 0, length);
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> reader.read(bomb))
          .satisfies(e -> assertThat(e.code()).isEqualTo(CloseCode.TOO_BIG));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesHostileBytes(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try (var inflater = new MessageInflater(false)) {
        reader(random.nextBoolean(), inflater).read(ByteBuffer.wrap(bytes));
      } catch (ProtocolException refused) {
        assertThat(refused.code()).isBetween(1002, 1009);
      }
    }
  }

  private void feed(boolean masked, String hex) throws ProtocolException {
    reader(masked, null).read(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private FrameReader reader(
      boolean masked, @org.jspecify.annotations.Nullable MessageInflater in) {
    return new FrameReader(
        new MessageReader(noting, in == null ? 1024 : 1 << 20, in),
        masked,
        in != null,
        new byte[64]);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static final class Noting implements MessageReader.Sink {
    final List<String> log = new ArrayList<>();

    @Override
    public void text(String message) {
      log.add(message);
    }

    @Override
    public void binary(byte[] bytes, int length) {
      log.add("binary " + length);
    }

    @Override
    public void ping(byte[] payload, int length) {
      log.add("ping " + new String(payload, 0, length, UTF_8));
    }

    @Override
    public void pong() {
      log.add("pong");
    }

    @Override
    public void close(int code, String reason) {
      log.add("close " + code + " " + reason);
    }
  }
}
