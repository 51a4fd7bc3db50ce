package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.problem.StoreCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Namespaces: what they count, their bounds, and those that are volatile.
public interface NamespaceContract extends Contract {
  @Test
  default void tellsAboutNamespaces() {
    put("a", "1");
    put("a", "22");
    put("b", "1");
    store().delete("docs", "b").version();
    NamespaceConfig config =
        NamespaceConfig.DEFAULT.with(new Retention.KeepLast(3)).with(Durability.GROUP);
    store().configure("logs", config).version();
    store().put("logs", "x", Json.of(1)).version();

    assertThat(store().namespaces())
        .containsExactly(
            new NamespaceStatus("docs", NamespaceConfig.DEFAULT, 1, 2, 4, 8),
            new NamespaceStatus("logs", config, 1, 1, 1, 2));
  }

  @Test
  default void refusesWritesOverQuota() {
    store().configure("small", NamespaceConfig.DEFAULT.withQuota(10)).version();
    store().put("small", "k", Json.of("1234567")).version();

    assertThat(store().put("small", "k", Json.of(1)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.OVER_QUOTA));
  }

  NamespaceConfig VOLATILE =
      NamespaceConfig.DEFAULT.with(new Retention.None(Duration.ofMinutes(1), 3));

  @Test
  default void forgetsVolatileValuesWhenTheirTimeIsOver() {
    store().configure("sessions", VOLATILE).version();
    Version first = store().put("sessions", "a", Json.of(1)).version();
    clock().advance(Duration.ofSeconds(50));
    Version second = store().put("sessions", "a", Json.of(2)).version();
    store().put("sessions", "b", Json.of(3)).version();
    clock().advance(Duration.ofSeconds(50));

    assertThat(store().get("sessions", "a")).contains(second);
    assertThat(second.parents()).containsExactly(first.vid());
    assertThat(store().keys("sessions", Scan.ALL.limit(1)).keys()).containsExactly("a");
    assertThat(store().keys("sessions", Scan.ALL.after("a")).keys()).containsExactly("b");

    clock().advance(Duration.ofSeconds(20));
    assertThat(store().get("sessions", "a")).isEmpty();
    assertThat(store().keys("sessions", Scan.ALL).keys()).isEmpty();
  }

  @Test
  default void givesALeaseToOneHolder() {
    store().configure("leases", VOLATILE).version();
    Transaction take =
        Transaction.of(new Operation.Put("leases", "job", Json.of("me")))
            .when(new Precondition.Absent("leases", "job"));

    Version lease = store().commit(take).version();
    assertThat(store().commit(take)).isInstanceOf(Outcome.Conflict.class);
    clock().advance(Duration.ofMinutes(2));
    assertThat(store().commit(take).version().seq()).isGreaterThan(lease.seq());
  }

  @Test
  default void boundsVolatileNamespacesAndKeepsThemApart() {
    store().configure("counters", VOLATILE).version();
    for (String key : List.of("a", "b", "c")) {
      store()
          .commit(Transaction.of(new Operation.Increment("counters", key, "", BigDecimal.TEN)))
          .version();
    }

    assertThat(store().put("counters", "d", Json.of(1))).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("counters", "a", Json.of(1))).isInstanceOf(Outcome.Committed.class);
    store().delete("counters", "b").version();
    assertThat(store().put("counters", "d", Json.of(1))).isInstanceOf(Outcome.Committed.class);
    assertThat(
            store()
                .commit(
                    Transaction.of(
                        new Operation.Put("counters", "a", Json.of(1)),
                        new Operation.Put("docs", "a", Json.of(1)))))
        .isInstanceOf(Outcome.Refused.class);
  }
}
