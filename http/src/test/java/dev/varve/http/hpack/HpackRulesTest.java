package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.http.Ascii;
import dev.varve.http.hpack.HpackEncoder.Indexing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HpackRulesTest {
  private static final List<Indexing> INDEXINGS = List.of(Indexing.values());

  @ParameterizedTest
  @CsvSource({
    "80, RFC 7541 6.1: index 0",
    "be, RFC 7541 2.3.3: index 62 of an empty table",
    "ff80808001, RFC 7541 2.3.3: far beyond the table",
    "ffffffffff0f, RFC 7541 5.1: a number over 28 bits",
    "ff8080808000, RFC 7541 5.1: a number in too many octets",
    "ff80, RFC 7541 5.1: a number cut short",
    "40, RFC 7541 6.2.1: a literal without a name",
    "4003616263, RFC 7541 6.2.1: a literal without a value",
    "400361626305616263, RFC 7541 5.2: a value cut short",
    "0184ffffffff, RFC 7541 5.2: the end-of-string symbol",
    "0182f8ff, RFC 7541 5.2: eight bits of padding",
    "018118, RFC 7541 5.2: padding of zeros",
    "0182f1ff, RFC 7541 5.2: padding longer than seven bits",
    "823f01, RFC 7541 4.2: a table size update after a field",
    "3fe21f, RFC 7541 4.2: a table size over the setting",
    "202020, RFC 7541 4.2: three table size updates",
    "20c0, RFC 7541 4.3: an entry that the update evicted",
  })
  void refuses(String block, String rule) {
    assertThatExceptionOfType(HpackException.class)
        .as(rule)
        .isThrownBy(() -> HpackText.decode(decoder(), HexFormat.of().parseHex(block)))
        .satisfies(e -> assertThat(e.isExcessive()).isFalse());
  }

  @Test
  void takesTwoTableSizeUpdatesAtTheStart() throws HpackException {
    assertThat(HpackText.decode(decoder(), HexFormat.of().parseHex("203fe11f82")))
        .isEqualTo(":method=GET\n");
  }

  @Test
  void takesSevenBitsOfPadding() throws HpackException {
    // 'a' is 00011, so three ones pad it; "aaaaa" is 25 bits, so seven do.
    assertThat(HpackText.decode(decoder(), HexFormat.of().parseHex("04" + "8418c6317f")))
        .startsWith(":path=");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 31, 32, 126, 127, 128, 254, 255, 16383, 16384, 1 << 20})
  void readsTheNumbersItWrites(int number) {
    for (int prefix = 1; prefix <= 8; prefix++) {
      var block = new HeaderBlock(1);
      block.integer(0, prefix, number);
      assertThat(block.length()).isBetween(1, 5);
    }
  }

  @Test
  void boundsTheDecodedSizeOfABlock() throws HpackException {
    // Security R2: one entry of 4000 bytes, then a byte for each repetition.
    var decoder = decoder();
    var first = new HeaderBlock(64);
    first.put(0x40);
    first.string("x".getBytes(ISO_8859_1), 0, 1);
    first.integer(0, 7, 4000);
    first.put(new byte[4000], 0, 4000);
    HpackText.decode(decoder, trimmed(first));

    assertThatExceptionOfType(HpackException.class)
        .isThrownBy(() -> HpackText.decode(decoder, HexFormat.of().parseHex("be".repeat(9))))
        .satisfies(e -> assertThat(e.isExcessive()).isTrue());
  }

  @Test
  void boundsTheNumberOfFields() {
    assertThatExceptionOfType(HpackException.class)
        .isThrownBy(() -> HpackText.decode(decoder(), HexFormat.of().parseHex("82".repeat(129))))
        .satisfies(e -> assertThat(e.isExcessive()).isTrue());
  }

  @Test
  void boundsAStringBeforeDecodingIt() {
    assertThatExceptionOfType(HpackException.class)
        .isThrownBy(() -> {
          var block = new HeaderBlock(64);
          block.put(0x04);
          block.integer(0x80, 7, 40_000);
          block.put(new byte[40_000], 0, 40_000);
          HpackText.decode(decoder(), trimmed(block));
        })
        .satisfies(e -> assertThat(e.isExcessive()).isTrue());
  }

  @Test
  void tellsThatAFieldIsNeverIndexed() throws HpackException {
    var decoder = decoder();
    var block = new HeaderBlock(64);
    var encoder = new HpackEncoder(block);
    encoder.begin(block);
    write(encoder, "authorization", "Basic eDp5", Indexing.NEVER);
    byte[] bytes = trimmed(block);

    decoder.begin(bytes, 0, bytes.length);

    assertThat(decoder.next()).isTrue();
    assertThat(decoder.neverIndexed()).isTrue();
    assertThat(bytes[0] & 0xf0).isEqualTo(0x10);
  }

  @Test
  void storesAFieldWhenItComesASecondTime() {
    var block = new HeaderBlock(64);
    var encoder = new HpackEncoder(block);
    var lengths = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      block.clear();
      encoder.begin(block);
      write(encoder, "x-app", "orders", Indexing.STORE_REPEATED);
      lengths.add(block.length());
    }
    assertThat(lengths.get(0)).isEqualTo(lengths.get(1)).isGreaterThan(5);
    assertThat(lengths.get(2)).isEqualTo(1);
  }

  @Test
  void tellsThePeerOfTheSmallestAndTheLastTableSize() throws HpackException {
    // RFC 7541 4.2: the smallest size of the interval, then the final one.
    var block = new HeaderBlock(64);
    var encoder = new HpackEncoder(block);
    var decoder = decoder();
    encoder.begin(block);
    write(encoder, "x-app", "orders", Indexing.STORE);
    HpackText.decode(decoder, trimmed(block));
    block.clear();
    encoder.tableBytesMax(0);
    encoder.tableBytesMax(100);
    encoder.begin(block);
    write(encoder, "x-app", "orders", Indexing.STORE);

    assertThat(HexFormat.of().formatHex(trimmed(block))).startsWith("203f45" + "40");
    assertThat(HpackText.decode(decoder, trimmed(block))).isEqualTo("x-app=orders\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatItWrites(long seed) throws HpackException {
    var random = new Random(seed);
    var block = new HeaderBlock(64);
    var encoder = new HpackEncoder(block);
    var decoder = decoder();
    for (int round = 0; round < 200; round++) {
      if (random.nextInt(20) == 0) {
        encoder.tableBytesMax(random.nextInt(6000));
      }
      block.clear();
      encoder.begin(block);
      var expected = new StringBuilder();
      for (List<String> field : fields(random)) {
        write(encoder, field.get(0), field.get(1), INDEXINGS.get(random.nextInt(INDEXINGS.size())));
        expected.append(field.get(0)).append('=').append(field.get(1)).append('\n');
      }
      assertThat(HpackText.decode(decoder, trimmed(block)))
          .as("seed %d round %d", seed, round)
          .isEqualTo(expected.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void survivesHostileBlocks(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var decoder = new HpackDecoder(4096, new FieldSection(1024, 16));
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        HpackText.decode(decoder, bytes);
      } catch (HpackException refused) {
        assertThat(refused.reason()).isNotBlank();
      }
    }
  }

  private static List<List<String>> fields(Random random) {
    var fields = new ArrayList<List<String>>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      String name =
          random.nextInt(3) == 0 ? staticName(1 + random.nextInt(61)) : "x-" + random.nextInt(8);
      fields.add(List.of(name, text(random, random.nextInt(random.nextInt(10) == 0 ? 900 : 20))));
    }
    return fields;
  }

  private static String staticName(int index) {
    HpackEntry entry = HpackStatic.at(index);
    return new String(entry.line, 0, entry.nameLength, ISO_8859_1);
  }

  private static String text(Random random, int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(4) > 0 ? 'a' + random.nextInt(3) : random.nextInt(256));
    }
    return new String(bytes, ISO_8859_1).replace('\n', '.');
  }

  private static void write(HpackEncoder encoder, String name, String value, Indexing indexing) {
    byte[] nameBytes = name.getBytes(ISO_8859_1);
    byte[] valueBytes = value.getBytes(ISO_8859_1);
    encoder.name(nameBytes, 0, nameBytes.length, Ascii.hash(nameBytes, 0, nameBytes.length));
    encoder.value(valueBytes, 0, valueBytes.length, indexing);
  }

  private static HpackDecoder decoder() {
    return new HpackDecoder(4096, new FieldSection(32768, 128));
  }

  private static byte[] trimmed(HeaderBlock block) {
    return java.util.Arrays.copyOf(block.bytes(), block.length());
  }
}
