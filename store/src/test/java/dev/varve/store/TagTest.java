package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.Store.Tag;
import dev.varve.store.local.LocalStore;
import dev.varve.store.problem.StoreCode;
import dev.varve.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tags hold what was current at their position, whatever retention says.
public class TagTest {
  @TempDir Path directory;
  private final FakeClock clock = new FakeClock();
  private Store store = LocalStore.inMemory();

  protected Store open(Path at, StoreOptions options) {
    return LocalStore.open(at, options);
  }

  private Store open() {
    return open(
        directory,
        StoreOptions.DEFAULT.with(clock).withSegmentBytes(64 << 10).withBackground(false));
  }

  @BeforeEach
  void openStore() {
    store.close();
    store = open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(int from, int until) {
    for (int i = from; i < until; i++) {
      store.put("docs", "k" + i % 4, Json.of(i + "x".repeat(700))).version();
      clock.advance(Duration.ofSeconds(10));
    }
  }

  private String value(String key, At at) {
    return switch (store.at("docs", key, at)) {
      case Lookup.Found found -> found.version().value().toString().replaceAll("[\"x]", "");
      case Lookup.Deleted _ -> "deleted";
      case Lookup.Compacted _ -> "compacted";
      case Lookup.Absent _ -> "absent";
    };
  }

  static Stream<Retention> retentions() {
    return Stream.of(
        new Retention.KeepLast(2),
        new Retention.KeepFor(Duration.ofSeconds(30)),
        new Retention.Squash(Duration.ofHours(1), Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("retentions")
  void aTaggedPositionStaysReadableWhenRetentionLetsTheRestGo(Retention retention) {
    store.configure("docs", NamespaceConfig.DEFAULT.with(retention)).version();
    write(0, 100);
    store.delete("docs", "k3").version();
    long early = store.seq();
    assertThat(store.tag(new Tag("release", "", early), Origin.of("ann")))
        .isInstanceOf(Outcome.Committed.class);
    write(100, 150);
    store.compact();
    write(150, 300);
    store.tag(new Tag("second", "docs", store.seq()), Origin.NONE).version();
    long second = store.tags().getLast().seq();
    write(300, 500);
    store.delete("docs", "k2").version();
    clock.advance(Duration.ofDays(1));

    store.compact();
    store.compact();

    for (int round = 0; round < 2; round++) {
      assertThat(value("k0", At.seq(early))).isEqualTo("96");
      assertThat(value("k1", At.seq(early))).isEqualTo("97");
      assertThat(value("k2", At.seq(early))).isEqualTo("98");
      assertThat(value("k3", At.seq(early))).isEqualTo("deleted");
      assertThat(value("k2", At.seq(second))).isEqualTo("298");
      assertThat(value("k0", At.seq(early + 100))).isEqualTo("compacted");
      assertThat(store.log("docs", "k1", History.Page.FIRST).versions()).hasSizeLessThan(12);
      assertThat(store.verify()).isEmpty();
      assertThat(store.tags())
          .containsExactly(new Tag("release", "", early), new Tag("second", "docs", second));
      store.close();
      store = open();
    }

    store.untag("release", Origin.NONE).version();
    store.compact();
    assertThat(value("k1", At.seq(early))).isEqualTo("compacted");
    assertThat(value("k2", At.seq(second))).isEqualTo("298");
  }

  @Test
  void refusesToTagWhatRetentionMayHaveTakenOrWhatIsNotThere() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    write(0, 60);
    long early = store.seq() - 20;
    store.compact();

    assertThat(store.tag(new Tag("late", "docs", early), Origin.NONE))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.NO_SUCH_VERSION));
    assertThat(store.tag(new Tag("future", "", store.seq() + 1), Origin.NONE))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(store.tag(new Tag("nowhere", "nothing", 1), Origin.NONE))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(store.tag(new Tag("now", "", store.seq()), Origin.NONE))
        .isInstanceOf(Outcome.Committed.class);
    assertThat(store.untag("never", Origin.NONE)).isInstanceOf(Outcome.Conflict.class);
  }
}
