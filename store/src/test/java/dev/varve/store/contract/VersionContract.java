package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Digest;
import dev.varve.store.Action;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Versions: what is read now, at a time and as history.
public interface VersionContract extends Contract {
  @Test
  default void readsWhatWasPut() {
    Version written = put("a", "{\"b\": 1, \"a\": 2.50}");

    Version read = store().get("docs", "a").orElseThrow();

    assertThat(read).isEqualTo(written);
    assertThat(read.value()).isEqualTo(json("{\"a\":2.5,\"b\":1}"));
    assertThat(read.number()).isEqualTo(1);
    assertThat(read.parents()).isEmpty();
    assertThat(read.action()).isEqualTo(Action.PUT);
  }

  @Test
  default void findsNothingWhereNothingWasWritten() {
    assertThat(store().get("docs", "a")).isEmpty();
    assertThat(store().at("docs", "a", At.LATEST)).isEqualTo(new Lookup.Absent());
    assertThat(store().log("docs", "a", History.Page.FIRST).versions()).isEmpty();
    assertThat(store().keys("docs", Scan.ALL).keys()).isEmpty();
  }

  @Test
  default void givesEveryVersionItsOwnIdAndEqualValuesOne() {
    Version first = put("k", "\"A\"");
    Version second = put("k", "\"B\"");
    Version third = put("k", "\"A\"");

    assertThat(List.of(first.vid(), second.vid(), third.vid())).doesNotHaveDuplicates();
    assertThat(third.cid()).isEqualTo(first.cid()).isNotEqualTo(second.cid());
    assertThat(second.parents()).containsExactly(first.vid());
    assertThat(third.previous()).isEqualTo(second.seq());
    assertThat(third.number()).isEqualTo(3);
  }

  @Test
  default void readsAtTimesPositionsAndVersions() {
    Version first = put("k", "1");
    clock().advance(Duration.ofSeconds(1));
    Instant between = clock().now();
    clock().advance(Duration.ofSeconds(1));
    Version second = put("k", "2");
    store().delete("docs", "k").version();

    assertThat(read("k", At.time(between))).contains(json("1"));
    assertThat(read("k", At.time(first.time()))).contains(json("1"));
    assertThat(read("k", At.time(first.time().minusNanos(1)))).isEmpty();
    assertThat(read("k", At.seq(second.seq()))).contains(json("2"));
    assertThat(read("k", At.vid(first.vid()))).contains(json("1"));
    assertThat(store().at("docs", "k", At.LATEST)).isInstanceOf(Lookup.Deleted.class);
    assertThat(store().get("docs", "k")).isEmpty();
  }

  @Test
  default void keepsTimeRisingWhenTheClockStepsBack() {
    Version first = put("k", "1");
    clock().stepBack(Duration.ofHours(3));
    Version second = put("k", "2");

    assertThat(second.time()).isAfter(first.time());
    assertThat(read("k", At.time(first.time()))).contains(json("1"));
    assertThat(read("k", At.time(second.time()))).contains(json("2"));
  }

  @Test
  default void pagesThroughHistoryNewestFirst() {
    for (int i = 1; i <= 25; i++) {
      put("k", String.valueOf(i));
      put("other", String.valueOf(i));
    }

    History first = store().log("docs", "k", History.Page.first(10));
    History second =
        store().log("docs", "k", History.Page.first(10).before(first.next().orElseThrow()));
    History third =
        store().log("docs", "k", History.Page.first(10).before(second.next().orElseThrow()));

    assertThat(first.versions()).extracting(Version::number).startsWith(25L, 24L).hasSize(10);
    assertThat(second.versions()).extracting(Version::number).startsWith(15L).endsWith(6L);
    assertThat(third.versions()).extracting(Version::number).startsWith(5L).endsWith(1L);
    assertThat(third.next()).isEmpty();
    assertThat(third.compacted()).isFalse();
  }

  @Test
  default void findsAnyOfManyVersions() {
    var versions = new java.util.ArrayList<Version>();
    for (int i = 0; i < 600; i++) {
      versions.add(put("k", String.valueOf(i)));
    }
    for (Version version : versions) {
      assertThat(read("k", At.seq(version.seq()))).contains(version.value());
      assertThat(read("k", At.time(version.time()))).contains(version.value());
    }
  }

  @Test
  default void keepsTheHistoryOfDeletedKeysAndBringsThemBack() {
    Version first = put("k", "1");
    Version deleted = store().delete("docs", "k").version();

    assertThat(deleted.content()).isEqualTo(new Content.Tombstone());
    assertThat(deleted.cid()).isEqualTo(Digest.NONE);
    assertThat(store().log("docs", "k", History.Page.FIRST).versions()).hasSize(2);

    Version back = store().revert("docs", "k", first.seq()).version();
    assertThat(back.cid()).isEqualTo(first.cid());
    assertThat(back.action()).isEqualTo(Action.REVERT);
    assertThat(store().get("docs", "k").orElseThrow().value()).isEqualTo(json("1"));
  }

  @Test
  default void erasesValuesForGoodAndKeepsTheChain() {
    put("k", "\"secret 1\"");
    put("k", "\"secret 2\"");
    put("other", "\"kept\"");
    List<Version> before = history("k");

    Version erasure = store().erase("docs", "k").version();

    List<Version> after = history("k");
    assertThat(after).hasSize(3);
    assertThat(after.getFirst()).isEqualTo(erasure);
    assertThat(after.subList(1, 3)).allMatch(v -> v.content() instanceof Content.Erased);
    assertThat(after.subList(1, 3))
        .extracting(Version::vid)
        .isEqualTo(before.stream().map(Version::vid).toList());
    assertThat(after.subList(1, 3))
        .extracting(Version::cid)
        .isEqualTo(before.stream().map(Version::cid).toList());
    assertThat(store().get("docs", "k")).isEmpty();
    assertThat(store().get("docs", "other")).isPresent();
    assertThat(store().revert("docs", "k", before.getFirst().seq()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(put("k", "\"new\"").parents()).containsExactly(erasure.vid());
  }
}
