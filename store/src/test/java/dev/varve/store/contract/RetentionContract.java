package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Retention: what goes, and what never does.
public interface RetentionContract extends Contract {
  @Test
  default void keepsTheLastVersionsOnly() {
    store().configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(3))).version();
    keepBusy(100);
    List<Version> before = history("k1");
    long disk = store().status().diskBytes();

    long freed = store().compact();

    assertThat(freed).isGreaterThan(900_000);
    assertThat(store().status().diskBytes()).isLessThan(disk + (1 << 20));
    History after = store().log("docs", "k1", History.Page.FIRST);
    assertThat(after.versions()).isEqualTo(before.subList(0, 3));
    assertThat(after.compacted()).isTrue();
    assertThat(store().get("docs", "k1")).contains(before.getFirst());
    assertThat(store().at("docs", "k1", At.seq(before.get(2).seq())).found())
        .contains(before.get(2));
    assertThat(store().at("docs", "k1", At.seq(before.get(3).seq())))
        .isEqualTo(new Lookup.Compacted(before.get(2).seq()));
    assertThat(store().keys("docs", Scan.ALL).keys()).hasSize(5);
    assertThat(put("k1", "1").parents()).containsExactly(before.getFirst().vid());
    assertThat(store().compact()).isBetween(1L, 5_000L);
  }

  @Test
  default void keepsVersionsForATimeAndForgetsWhatWasDeletedBefore() {
    store()
        .configure(
            "docs", NamespaceConfig.DEFAULT.with(new Retention.KeepFor(Duration.ofMinutes(10))))
        .version();
    keepBusy(50);
    store().delete("docs", "k0").version();
    put("gone", "1");
    store().delete("docs", "gone").version();
    clock().advance(Duration.ofSeconds(30));
    List<Version> before = history("k1");

    store().compact();
    assertThat(history("k1")).isEqualTo(before.subList(0, 11));
    assertThat(
            store().at("docs", "k1", At.time(clock().now().minus(Duration.ofMinutes(9)))).found())
        .isPresent();
    assertThat(history("gone")).hasSize(2);

    clock().advance(Duration.ofMinutes(20));
    store().compact();
    assertThat(history("k1")).isEqualTo(before.subList(0, 1));
    assertThat(history("gone")).isEmpty();
    assertThat(history("k0")).isEmpty();
    assertThat(store().keys("docs", Scan.ALL).keys()).containsExactly("k1", "k2", "k3", "k4");
    assertThat(put("gone", "2").number()).isEqualTo(1);
  }

  @Test
  default void squashesOldVersionsToOneAnInterval() {
    store()
        .configure(
            "docs",
            NamespaceConfig.DEFAULT.with(
                new Retention.Squash(Duration.ofMinutes(10), Duration.ofMinutes(20))))
        .version();
    keepBusy(100);
    List<Version> before = history("k2");

    store().compact();

    List<Version> after = history("k2");
    assertThat(after).hasSizeBetween(25, 45);
    assertThat(before).containsAll(after.stream().filter(v -> before.contains(v)).toList());
    assertThat(after.subList(0, 20)).isEqualTo(before.subList(0, 20));
    assertThat(after.stream().map(Version::vid))
        .isSubsetOf(before.stream().map(Version::vid).toList());
    for (Version kept : after) {
      assertThat(read("k2", At.seq(kept.seq()))).contains(kept.value());
    }
  }
}
