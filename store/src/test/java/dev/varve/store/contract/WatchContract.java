package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Retention;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Watches: every version once, in order.
public interface WatchContract extends Contract {
  @Test
  default void watchesFromAnyPositionWithoutGapOrDuplicate() {
    Version first = put("a", "1");
    var versions =
        store()
            .commit(
                Transaction.of(
                    new Operation.Put("docs", "b/1", Json.of(2)),
                    new Operation.Put("other", "x", Json.of(3)),
                    new Operation.Put("docs", "b/2", Json.of(4))))
            .committed()
            .versions();

    try (Watch all = store().watch(Watch.Spec.ALL.from(1));
        Watch some = store().watch(Watch.Spec.of("docs").from(first.seq() + 1).prefix("b/"));
        Watch filtered =
            store().watch(Watch.Spec.ALL.from(1).filter(v -> v.value().equals(Json.of(4))));
        Watch now = store().watch(Watch.Spec.of("docs"))) {
      assertThat(drain(all)).startsWith(first).containsSubsequence(versions).hasSize(4);
      assertThat(drain(some)).containsExactly(versions.get(0), versions.get(2));
      assertThat(drain(filtered)).containsExactly(versions.get(2));
      assertThat(drain(now)).isEmpty();

      Version later = put("b/3", "5");
      assertThat(drain(all)).containsExactly(later);
      assertThat(drain(some)).containsExactly(later);
      assertThat(drain(now)).containsExactly(later);
    }
  }

  private static List<Version> drain(Watch watch) {
    var found = new java.util.ArrayList<Version>();
    while (watch.next(Duration.ZERO) instanceof Watch.Event.Changes changes) {
      found.addAll(changes.versions());
    }
    return found;
  }

  @Test
  default void wakesAWatchThatWaits() throws Exception {
    try (Watch watch = store().watch(Watch.Spec.of("docs"))) {
      var told = new java.util.concurrent.CompletableFuture<Watch.Event>();
      Thread.ofVirtual().start(() -> told.complete(watch.next(Duration.ofSeconds(10))));

      Version written = put("a", "1");

      assertThat(told.get(5, java.util.concurrent.TimeUnit.SECONDS))
          .isEqualTo(new Watch.Event.Changes(List.of(written), written.seq()));
    }
  }

  @Test
  default void tellsAWatchThatRetentionOvertookIt() {
    store().configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    keepBusy(20);
    store().put("other", "a", Json.of(1)).version();
    try (Watch behind = store().watch(Watch.Spec.of("docs").from(1));
        Watch other = store().watch(Watch.Spec.of("other").from(1))) {
      store().compact();

      assertThat(behind.next(Duration.ZERO)).isEqualTo(new Watch.Event.Compacted(store().seq()));
      Version later = put("k1", "1");
      assertThat(drain(behind)).containsExactly(later);
      assertThat(drain(other)).hasSize(1);
    }
  }
}
