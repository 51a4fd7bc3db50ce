package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.Action;
import dev.varve.store.At;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.diff.JsonPatch;
import dev.varve.store.problem.StoreCode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Transactions: whole or not at all, judged by what is there.
public interface TransactionContract extends Contract {
  @Test
  default void carriesOutTransactionsWholeOrNotAtAll() {
    put("a", "1");
    Outcome outcome =
        store()
            .commit(
                Transaction.of(
                    new Operation.Put("docs", "b", Json.of(2)),
                    new Operation.Increment("docs", "b", "", BigDecimal.TWO),
                    new Operation.Delete("docs", "missing")));

    assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    assertThat(store().get("docs", "b")).isEmpty();

    List<Version> versions =
        store()
            .commit(
                Transaction.of(
                        new Operation.Put("docs", "b", Json.of(2)),
                        new Operation.Increment("docs", "b", "", BigDecimal.TWO),
                        new Operation.Delete("docs", "a"))
                    .by(new Origin("ann", "move")))
            .committed()
            .versions();

    assertThat(versions).extracting(Version::time).containsOnly(versions.getFirst().time());
    assertThat(versions).extracting(v -> v.origin().author()).containsOnly("ann");
    assertThat(store().get("docs", "b").orElseThrow().value()).isEqualTo(Json.of(4));
    assertThat(store().get("docs", "a")).isEmpty();
    assertThat(read("a", At.seq(versions.getFirst().seq()))).isEmpty();
  }

  @Test
  default void judgesPreconditions() {
    Version a = put("a", "{\"n\":5,\"s\":\"x\",\"list\":[1,{\"m\":2}]}");
    long at = a.seq();

    assertHolds(new Precondition.Absent("docs", "z"), true);
    assertHolds(new Precondition.Absent("docs", "a"), false);
    assertHolds(new Precondition.Exists("docs", "a"), true);
    assertHolds(new Precondition.Exists("nothing", "a"), false);
    assertHolds(new Precondition.VidIs("docs", "a", a.vid()), true);
    assertHolds(new Precondition.VidIs("docs", "a", a.cid()), false);
    assertHolds(new Precondition.CidIs("docs", "a", a.cid()), true);
    assertHolds(new Precondition.SeqAtMost("docs", "a", at), true);
    assertHolds(new Precondition.SeqAtMost("docs", "a", at - 1), false);
    assertHolds(field("n", Precondition.Comparison.GTE, "5"), true);
    assertHolds(field("n", Precondition.Comparison.GT, "5.0"), false);
    assertHolds(field("s", Precondition.Comparison.LT, "\"y\""), true);
    assertHolds(field("s", Precondition.Comparison.LT, "7"), false);
    assertHolds(field("list[1].m", Precondition.Comparison.EQ, "2"), true);
    assertHolds(field("list[2]", Precondition.Comparison.NE, "2"), true);
    assertThat(store().commit(increment("a..b"))).isInstanceOf(Outcome.Refused.class);
    assertThat(store().commit(increment("$seq"))).isInstanceOf(Outcome.Refused.class);
  }

  private static Transaction increment(String path) {
    return Transaction.of(new Operation.Increment("docs", "a", path, BigDecimal.ONE));
  }

  private Precondition field(String path, Precondition.Comparison how, String value) {
    return new Precondition.Field("docs", "a", path, how, json(value));
  }

  private void assertHolds(Precondition precondition, boolean holds) {
    Outcome outcome =
        store()
            .commit(
                Transaction.of(new Operation.Put("docs", "probe", Json.of(1))).when(precondition));
    if (holds) {
      assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    }
  }

  @Test
  default void tellsTheCurrentVersionInAConflict() {
    Version current = put("a", "1");

    Outcome outcome =
        store()
            .commit(
                Transaction.of(new Operation.Put("docs", "a", Json.of(2)))
                    .when(new Precondition.Absent("docs", "a")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, conflict -> assertThat(conflict.current()).contains(current));
  }

  @Test
  default void carriesOutOnceUnderAnIdempotencyKey() {
    Transaction add =
        Transaction.of(new Operation.Increment("docs", "n", "count", BigDecimal.ONE)).once("job-1");

    Version first = store().commit(add).version();
    Version again = store().commit(add).version();
    Outcome other = store().commit(add.and(new Operation.Delete("docs", "n")));

    assertThat(again).isEqualTo(first);
    assertThat(store().get("docs", "n").orElseThrow().value()).isEqualTo(json("{\"count\":1}"));
    assertThat(other)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.ONCE_REUSED));
  }

  @Test
  default void addsExactlyToNumbers() {
    store()
        .commit(Transaction.of(new Operation.Increment("docs", "n", "a.b", new BigDecimal("0.1"))));
    store()
        .commit(Transaction.of(new Operation.Increment("docs", "n", "a.b", new BigDecimal("0.2"))));

    assertThat(store().get("docs", "n").orElseThrow().value())
        .isEqualTo(json("{\"a\":{\"b\":0.3}}"));
    assertThat(
            store()
                .commit(Transaction.of(new Operation.Increment("docs", "n", "a", BigDecimal.ONE))))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  default void commitsManyTransactionsInOneGo() {
    var all = new java.util.ArrayList<Transaction>();
    for (int i = 0; i < 500; i++) {
      all.add(Transaction.of(new Operation.Put("docs", "k" + i % 7, Json.of(i))));
    }
    all.add(Transaction.of(new Operation.Put("docs", "", Json.of(0))));

    List<Outcome> outcomes = store().commitAll(all);

    assertThat(outcomes.subList(0, 500)).allMatch(Outcome.Committed.class::isInstance);
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Refused.class);
    assertThat(store().get("docs", "k2").orElseThrow().value()).isEqualTo(Json.of(499));
    assertThat(store().get("docs", "k2").orElseThrow().number()).isEqualTo(72);
  }

  @Test
  default void patchesDocuments() {
    put("a", "{\"n\":1,\"list\":[1,2]}");
    JsonPatch append = JsonPatch.of(json("[{\"op\":\"add\",\"path\":\"/list/-\",\"value\":3}]"));
    JsonPatch misfit = JsonPatch.of(json("[{\"op\":\"remove\",\"path\":\"/x\"}]"));

    Version patched =
        store()
            .commit(
                Transaction.of(
                    new Operation.Patch("docs", "a", append),
                    new Operation.MergePatch("docs", "a", json("{\"n\":null}")),
                    new Operation.MergePatch("docs", "b", json("{\"m\":1}"))))
            .committed()
            .versions()
            .get(1);

    assertThat(patched.value()).isEqualTo(json("{\"list\":[1,2,3]}"));
    assertThat(patched.action()).isEqualTo(Action.MERGE_PATCH);
    assertThat(store().get("docs", "b").orElseThrow().value()).isEqualTo(json("{\"m\":1}"));
    assertThat(store().commit(Transaction.of(new Operation.Patch("docs", "a", misfit))))
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, conflict -> assertThat(conflict.current()).contains(patched));
    assertThat(store().commit(Transaction.of(new Operation.Patch("docs", "zz", append))))
        .isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  default void refusesWritesAfterClose() {
    store().close();

    assertThatThrownBy(() -> put("a", "1"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1310]");
  }
}
