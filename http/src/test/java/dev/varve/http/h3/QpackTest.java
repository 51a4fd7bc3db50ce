package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HpackText;
import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// RFC 9204 without a dynamic table.
class QpackTest {
  private static String decode(byte[] section) throws H3Exception {
    var decoder = new QpackDecoder(new FieldSection(32 << 10, 128));
    decoder.begin(section, section.length);
    return HpackText.rest(decoder) + decoder.excess();
  }

  /// RFC 9204 appendix B.1.
  @Test
  void readsTheExampleOfTheRfc() throws H3Exception {
    assertThat(decode(H3Bytes.hex("0000 510b 2f69 6e64 6578 2e68 746d 6c")))
        .isEqualTo(":path=/index.html\n");
  }

  @Test
  void knowsTheStaticTableFromEndToEnd() throws H3Exception {
    assertThat(QpackStatic.size()).isEqualTo(99);
    assertThat(decode(H3Bytes.hex("0000 c0 c1 d1 d9 ff00 ff07 ff23")))
        .isEqualTo(
            """
            :authority=
            :path=/
            :method=GET
            :status=200
            :status=100
            :status=425
            x-frame-options=sameorigin
            """);
  }

  @Test
  void usesTheStaticTable() {
    assertThat(H3Bytes.section(":status", "200", "server", "v", "x-y", "1"))
        .startsWith(H3Bytes.hex("0000 d9 5f 4d 01 76 23"));
  }

  @Test
  void readsWhatItWrites() {
    Property.of(Gen.lists(Gen.strings("abc-xyz:/ 0189~", 40), 20))
        .holds(values -> {
          var pairs = new String[values.size() * 2];
          var expected = new StringBuilder();
          for (int i = 0; i < values.size(); i++) {
            pairs[2 * i] = i % 3 == 0 ? "content-type" : "x" + values.get(i);
            pairs[2 * i + 1] = values.get(i);
            expected.append(pairs[2 * i]).append('=').append(pairs[2 * i + 1]).append('\n');
          }
          assertThat(decode(H3Bytes.section(pairs))).isEqualTo(expected.toString());
        });
  }

  @Test
  void survivesHostileOctets() {
    Property.of(Gen.bytes(200))
        .runs(20_000)
        .holds(octets -> {
          try {
            decode(octets);
          } catch (H3Exception refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.QPACK_DECOMPRESSION_FAILED);
          }
        });
  }

  /// A section with an empty prefix is legal, so most of what follows is read.
  @Test
  void survivesHostileFields() {
    Property.of(Gen.bytes(200))
        .runs(20_000)
        .holds(octets -> {
          try {
            decode(H3Bytes.join(new byte[2], octets));
          } catch (H3Exception refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.QPACK_DECOMPRESSION_FAILED);
          }
        });
  }

  @Test
  void boundsSizeAndNumberOfFields() throws H3Exception {
    byte[] many = new byte[2 + 200];
    Arrays.fill(many, 2, many.length, (byte) 0xd1);
    assertThat(decode(many)).endsWith("more than 128 fields");
    assertThat(decode(H3Bytes.section("a", "x".repeat(40_000))))
        .isEqualTo("header block over 32768 bytes");
  }

  @Test
  void refusesNumbersWithoutEnd() {
    assertThatThrownBy(() -> decode(H3Bytes.hex("0000 ffffffffffffffffffff")))
        .isInstanceOf(H3Exception.class)
        .hasMessage("number too long");
  }
}
