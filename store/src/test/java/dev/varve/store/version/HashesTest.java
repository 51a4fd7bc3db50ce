package dev.varve.store.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.store.record.Draft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ids and times never change: these vectors hold for ever.
class HashesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | 74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b",
        "{} | 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "{\"b\": 1, \"a\": 2.50} | f616bb1c00f0fedb4ec43354aa82ceb3aa0e104b98196ea4e5eea3edf51303cc"
      })
  void givesEqualValuesTheirOneId(String value, String cid) {
    assertThat(Hashes.cid(Json.parse(value).canonical())).hasToString(cid);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void givesAVersionTheIdOfItsFields() {
    var first =
        new Draft(
            9, utf8("a"), 1, utf8("null"), 0, 1, Hashes.cid(utf8("null")), utf8(""), utf8(""));
    var second =
        new Draft(9, utf8("ü/1"), 2, utf8(""), 0, 0, Digest.NONE, utf8("ann"), utf8("why"));
    List<Digest> parents = List.of(Hashes.cid(utf8("{}")));

    assertThat(new Hashes().vid(utf8("docs"), first, List.of(), 0))
        .hasToString("312e6494a28e2f3d7bfb17be52b4705cfd695cad0c8d7ab1163f5c1c77266121");
    assertThat(new Hashes().vid(utf8("docs"), second, parents, 117_964_800_000_000_001L))
        .hasToString("cccb5c70c3a3211caf9dc1d47cd00b4e1d6628072e55f239858c105ae87c04f2");
  }

  @Test
  void readsBackTheIdsItPrints() {
    Digest id = Hashes.cid(utf8("x"));

    assertThat(Digest.parse(id.hex())).isEqualTo(id);
  }

  @Test
  void keepsHybridTimesThroughInstants() {
    for (long time : new long[] {0, 1, 65_535, 65_536, (1_800_000_000_000L << 16) | 77}) {
      assertThat(HybridTime.atMost(HybridTime.toInstant(time))).isEqualTo(time);
    }
    assertThat(HybridTime.atMost(Instant.MIN)).isZero();
    assertThat(HybridTime.atMost(Instant.MAX)).isPositive();
    assertThat(HybridTime.toInstant(HybridTime.atMost(Instant.ofEpochMilli(5).plusNanos(999_999))))
        .isEqualTo(Instant.ofEpochMilli(5).plusNanos(65_535));
  }

  @Test
  void movesOnlyTheCounterWhileTheClockStandsStill() {
    long first = HybridTime.next(0, 1000);
    long second = HybridTime.next(first, 1000);
    long third = HybridTime.next(second, 900);

    assertThat(HybridTime.millis(third)).isEqualTo(1000);
    assertThat(third).isEqualTo(first + 2);
    assertThat(HybridTime.next(third, 1001)).isEqualTo(1001L << 16);
  }
}
