package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPatch;
import dev.varve.store.problem.StoreCode;
import dev.varve.testkit.FakeClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine must do. A subclass says how its store is opened.
abstract class StoreContract {
  final FakeClock clock = new FakeClock();
  Store store = Store.inMemory();

  abstract Store open();

  @BeforeEach
  void openStore() {
    store.close();
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static Json json(String text) {
    return Json.parse(text);
  }

  Version put(String key, String value) {
    return store.put("docs", key, json(value)).version();
  }

  Optional<Json> read(String key, At at) {
    return store.at("docs", key, at).found().map(Version::value);
  }

  @Test
  void readsWhatWasPut() {
    Version written = put("a", "{\"b\": 1, \"a\": 2.50}");

    Version read = store.get("docs", "a").orElseThrow();

    assertThat(read).isEqualTo(written);
    assertThat(read.value()).isEqualTo(json("{\"a\":2.5,\"b\":1}"));
    assertThat(read.number()).isEqualTo(1);
    assertThat(read.parents()).isEmpty();
    assertThat(read.action()).isEqualTo(Action.PUT);
  }

  @Test
  void findsNothingWhereNothingWasWritten() {
    assertThat(store.get("docs", "a")).isEmpty();
    assertThat(store.at("docs", "a", At.LATEST)).isEqualTo(new Lookup.Absent());
    assertThat(store.log("docs", "a", History.Page.FIRST).versions()).isEmpty();
    assertThat(store.keys("docs", Scan.ALL).keys()).isEmpty();
  }

  @Test
  void givesEveryVersionItsOwnIdAndEqualValuesOne() {
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
  void readsAtTimesPositionsAndVersions() {
    Version first = put("k", "1");
    clock.advance(Duration.ofSeconds(1));
    Instant between = clock.now();
    clock.advance(Duration.ofSeconds(1));
    Version second = put("k", "2");
    store.delete("docs", "k").version();

    assertThat(read("k", At.time(between))).contains(json("1"));
    assertThat(read("k", At.time(first.time()))).contains(json("1"));
    assertThat(read("k", At.time(first.time().minusNanos(1)))).isEmpty();
    assertThat(read("k", At.seq(second.seq()))).contains(json("2"));
    assertThat(read("k", At.vid(first.vid()))).contains(json("1"));
    assertThat(store.at("docs", "k", At.LATEST)).isInstanceOf(Lookup.Deleted.class);
    assertThat(store.get("docs", "k")).isEmpty();
  }

  @Test
  void keepsTimeRisingWhenTheClockStepsBack() {
    Version first = put("k", "1");
    clock.stepBack(Duration.ofHours(3));
    Version second = put("k", "2");

    assertThat(second.time()).isAfter(first.time());
    assertThat(read("k", At.time(first.time()))).contains(json("1"));
    assertThat(read("k", At.time(second.time()))).contains(json("2"));
  }

  @Test
  void pagesThroughHistoryNewestFirst() {
    for (int i = 1; i <= 25; i++) {
      put("k", String.valueOf(i));
      put("other", String.valueOf(i));
    }

    History first = store.log("docs", "k", History.Page.first(10));
    History second =
        store.log("docs", "k", History.Page.first(10).before(first.next().orElseThrow()));
    History third =
        store.log("docs", "k", History.Page.first(10).before(second.next().orElseThrow()));

    assertThat(first.versions()).extracting(Version::number).startsWith(25L, 24L).hasSize(10);
    assertThat(second.versions()).extracting(Version::number).startsWith(15L).endsWith(6L);
    assertThat(third.versions()).extracting(Version::number).startsWith(5L).endsWith(1L);
    assertThat(third.next()).isEmpty();
    assertThat(third.compacted()).isFalse();
  }

  @Test
  void findsAnyOfManyVersions() {
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
  void keepsTheHistoryOfDeletedKeysAndBringsThemBack() {
    Version first = put("k", "1");
    Version deleted = store.delete("docs", "k").version();

    assertThat(deleted.content()).isEqualTo(new Content.Tombstone());
    assertThat(deleted.cid()).isEqualTo(Digest.NONE);
    assertThat(store.log("docs", "k", History.Page.FIRST).versions()).hasSize(2);

    Version back = store.revert("docs", "k", first.seq()).version();
    assertThat(back.cid()).isEqualTo(first.cid());
    assertThat(back.action()).isEqualTo(Action.REVERT);
    assertThat(store.get("docs", "k").orElseThrow().value()).isEqualTo(json("1"));
  }

  @Test
  void scansKeysInOrderByPrefixAndPage() {
    for (String key : List.of("b/2", "a", "b/1", "b/3", "b0", "c", "ü", "b")) {
      put(key, "1");
    }
    store.delete("docs", "b/2").version();

    assertThat(store.keys("docs", Scan.ALL).keys())
        .containsExactly("a", "b", "b/1", "b/3", "b0", "c", "ü");
    assertThat(store.keys("docs", Scan.prefix("b/")).keys()).containsExactly("b/1", "b/3");
    Scan.Keys page = store.keys("docs", Scan.ALL.limit(3));
    assertThat(page.keys()).containsExactly("a", "b", "b/1");
    assertThat(store.keys("docs", Scan.ALL.limit(9).after(page.next().orElseThrow())).keys())
        .containsExactly("b/3", "b0", "c", "ü");
    assertThat(store.documents("docs", Scan.prefix("b")).versions())
        .extracting(Version::key)
        .containsExactly("b", "b/1", "b/3", "b0");
  }

  @Test
  void scansAtAnEarlierPosition() {
    put("a", "1");
    Version b = put("b", "1");
    store.delete("docs", "a").version();
    put("c", "1");

    assertThat(store.keys("docs", Scan.ALL.at(At.seq(b.seq()))).keys()).containsExactly("a", "b");
    assertThat(store.keys("docs", Scan.ALL.at(At.time(b.time()))).keys()).containsExactly("a", "b");
    assertThat(store.keys("docs", Scan.ALL).keys()).containsExactly("b", "c");
  }

  @Test
  void takesAnyCharacterInKeys() {
    for (String key : List.of("a/b", "a b", ".", "..", "%2F", "keys", "\u0000", "\uD83D\uDE00")) {
      put(key, Json.of(key).compact());
    }
    assertThat(store.get("docs", "\uD83D\uDE00").orElseThrow().value())
        .isEqualTo(Json.of("\uD83D\uDE00"));
    assertThat(store.keys("docs", Scan.ALL).keys()).hasSize(8).startsWith("\u0000");
  }

  @Test
  void refusesBadNamesAndLargeValues() {
    Json one = Json.of(1);
    assertThat(store.put("docs", "", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("docs", "ü".repeat(513), one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("docs", "ü".repeat(512), one)).isInstanceOf(Outcome.Committed.class);
    assertThat(store.put("docs", "\uD800", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("_docs", "a", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("Docs", "a", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("docs", "a", Json.of("x".repeat(1 << 20))))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("docs", "a", Json.of("x".repeat((1 << 20) - 2))))
        .isInstanceOf(Outcome.Committed.class);
    assertThatThrownBy(() -> store.put("docs", "", one).version())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1301]");
  }

  @Test
  void carriesOutTransactionsWholeOrNotAtAll() {
    put("a", "1");
    Outcome outcome =
        store.commit(
            Transaction.of(
                new Operation.Put("docs", "b", Json.of(2)),
                new Operation.Increment("docs", "b", "", BigDecimal.TWO),
                new Operation.Delete("docs", "missing")));

    assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    assertThat(store.get("docs", "b")).isEmpty();

    List<Version> versions =
        store
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
    assertThat(store.get("docs", "b").orElseThrow().value()).isEqualTo(Json.of(4));
    assertThat(store.get("docs", "a")).isEmpty();
    assertThat(read("a", At.seq(versions.getFirst().seq()))).isEmpty();
  }

  @Test
  void judgesPreconditions() {
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
    assertThat(store.commit(increment("a..b"))).isInstanceOf(Outcome.Refused.class);
    assertThat(store.commit(increment("$seq"))).isInstanceOf(Outcome.Refused.class);
  }

  private static Transaction increment(String path) {
    return Transaction.of(new Operation.Increment("docs", "a", path, BigDecimal.ONE));
  }

  private static Precondition field(String path, Precondition.Comparison how, String value) {
    return new Precondition.Field("docs", "a", path, how, json(value));
  }

  private void assertHolds(Precondition precondition, boolean holds) {
    Outcome outcome =
        store.commit(
            Transaction.of(new Operation.Put("docs", "probe", Json.of(1))).when(precondition));
    if (holds) {
      assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    }
  }

  @Test
  void tellsTheCurrentVersionInAConflict() {
    Version current = put("a", "1");

    Outcome outcome =
        store.commit(
            Transaction.of(new Operation.Put("docs", "a", Json.of(2)))
                .when(new Precondition.Absent("docs", "a")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, conflict -> assertThat(conflict.current()).contains(current));
  }

  @Test
  void carriesOutOnceUnderAnIdempotencyKey() {
    Transaction add =
        Transaction.of(new Operation.Increment("docs", "n", "count", BigDecimal.ONE)).once("job-1");

    Version first = store.commit(add).version();
    Version again = store.commit(add).version();
    Outcome other = store.commit(add.and(new Operation.Delete("docs", "n")));

    assertThat(again).isEqualTo(first);
    assertThat(store.get("docs", "n").orElseThrow().value()).isEqualTo(json("{\"count\":1}"));
    assertThat(other)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.ONCE_REUSED));
  }

  @Test
  void addsExactlyToNumbers() {
    store.commit(
        Transaction.of(new Operation.Increment("docs", "n", "a.b", new BigDecimal("0.1"))));
    store.commit(
        Transaction.of(new Operation.Increment("docs", "n", "a.b", new BigDecimal("0.2"))));

    assertThat(store.get("docs", "n").orElseThrow().value()).isEqualTo(json("{\"a\":{\"b\":0.3}}"));
    assertThat(
            store.commit(Transaction.of(new Operation.Increment("docs", "n", "a", BigDecimal.ONE))))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void commitsManyTransactionsInOneGo() {
    var all = new java.util.ArrayList<Transaction>();
    for (int i = 0; i < 500; i++) {
      all.add(Transaction.of(new Operation.Put("docs", "k" + i % 7, Json.of(i))));
    }
    all.add(Transaction.of(new Operation.Put("docs", "", Json.of(0))));

    List<Outcome> outcomes = store.commitAll(all);

    assertThat(outcomes.subList(0, 500)).allMatch(Outcome.Committed.class::isInstance);
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Refused.class);
    assertThat(store.get("docs", "k2").orElseThrow().value()).isEqualTo(Json.of(499));
    assertThat(store.get("docs", "k2").orElseThrow().number()).isEqualTo(72);
  }

  @Test
  void tellsAboutNamespaces() {
    put("a", "1");
    put("a", "22");
    put("b", "1");
    store.delete("docs", "b").version();
    NamespaceConfig config =
        NamespaceConfig.DEFAULT.with(new Retention.KeepLast(3)).with(Durability.GROUP);
    store.configure("logs", config).version();
    store.put("logs", "x", Json.of(1)).version();

    assertThat(store.namespaces())
        .containsExactly(
            new NamespaceStatus("docs", NamespaceConfig.DEFAULT, 1, 2, 4, 8),
            new NamespaceStatus("logs", config, 1, 1, 1, 2));
  }

  @Test
  void refusesWritesOverQuota() {
    store.configure("small", NamespaceConfig.DEFAULT.withQuota(10)).version();
    store.put("small", "k", Json.of("1234567")).version();

    assertThat(store.put("small", "k", Json.of(1)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.OVER_QUOTA));
  }

  @Test
  void refusesWritesAfterClose() {
    store.close();

    assertThatThrownBy(() -> put("a", "1"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1310]");
  }

  @Test
  void watchesFromAnyPositionWithoutGapOrDuplicate() {
    Version first = put("a", "1");
    var versions =
        store
            .commit(
                Transaction.of(
                    new Operation.Put("docs", "b/1", Json.of(2)),
                    new Operation.Put("other", "x", Json.of(3)),
                    new Operation.Put("docs", "b/2", Json.of(4))))
            .committed()
            .versions();

    try (Watch all = store.watch(Watch.Spec.ALL.from(1));
        Watch some = store.watch(Watch.Spec.of("docs").from(first.seq() + 1).prefix("b/"));
        Watch filtered =
            store.watch(Watch.Spec.ALL.from(1).filter(v -> v.value().equals(Json.of(4))));
        Watch now = store.watch(Watch.Spec.of("docs"))) {
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
  void wakesAWatchThatWaits() throws Exception {
    try (Watch watch = store.watch(Watch.Spec.of("docs"))) {
      var told = new java.util.concurrent.CompletableFuture<Watch.Event>();
      Thread.ofVirtual().start(() -> told.complete(watch.next(Duration.ofSeconds(10))));

      Version written = put("a", "1");

      assertThat(told.get(5, java.util.concurrent.TimeUnit.SECONDS))
          .isEqualTo(new Watch.Event.Changes(List.of(written), written.seq()));
    }
  }

  private static final NamespaceConfig VOLATILE =
      NamespaceConfig.DEFAULT.with(new Retention.None(Duration.ofMinutes(1), 3));

  @Test
  void forgetsVolatileValuesWhenTheirTimeIsOver() {
    store.configure("sessions", VOLATILE).version();
    Version first = store.put("sessions", "a", Json.of(1)).version();
    clock.advance(Duration.ofSeconds(50));
    Version second = store.put("sessions", "a", Json.of(2)).version();
    store.put("sessions", "b", Json.of(3)).version();
    clock.advance(Duration.ofSeconds(50));

    assertThat(store.get("sessions", "a")).contains(second);
    assertThat(second.parents()).containsExactly(first.vid());
    assertThat(store.keys("sessions", Scan.ALL.limit(1)).keys()).containsExactly("a");
    assertThat(store.keys("sessions", Scan.ALL.after("a")).keys()).containsExactly("b");

    clock.advance(Duration.ofSeconds(20));
    assertThat(store.get("sessions", "a")).isEmpty();
    assertThat(store.keys("sessions", Scan.ALL).keys()).isEmpty();
  }

  @Test
  void givesALeaseToOneHolder() {
    store.configure("leases", VOLATILE).version();
    Transaction take =
        Transaction.of(new Operation.Put("leases", "job", Json.of("me")))
            .when(new Precondition.Absent("leases", "job"));

    Version lease = store.commit(take).version();
    assertThat(store.commit(take)).isInstanceOf(Outcome.Conflict.class);
    clock.advance(Duration.ofMinutes(2));
    assertThat(store.commit(take).version().seq()).isGreaterThan(lease.seq());
  }

  @Test
  void boundsVolatileNamespacesAndKeepsThemApart() {
    store.configure("counters", VOLATILE).version();
    for (String key : List.of("a", "b", "c")) {
      store
          .commit(Transaction.of(new Operation.Increment("counters", key, "", BigDecimal.TEN)))
          .version();
    }

    assertThat(store.put("counters", "d", Json.of(1))).isInstanceOf(Outcome.Refused.class);
    assertThat(store.put("counters", "a", Json.of(1))).isInstanceOf(Outcome.Committed.class);
    store.delete("counters", "b").version();
    assertThat(store.put("counters", "d", Json.of(1))).isInstanceOf(Outcome.Committed.class);
    assertThat(
            store.commit(
                Transaction.of(
                    new Operation.Put("counters", "a", Json.of(1)),
                    new Operation.Put("docs", "a", Json.of(1)))))
        .isInstanceOf(Outcome.Refused.class);
  }

  private void keepBusy(int rounds) {
    for (int i = 0; i < rounds; i++) {
      clock.advance(Duration.ofMinutes(1));
      for (int key = 0; key < 5; key++) {
        put("k" + key, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(2_000) + "\"}");
      }
    }
  }

  private List<Version> history(String key) {
    return store.log("docs", key, History.Page.first(1000)).versions();
  }

  @Test
  void keepsTheLastVersionsOnly() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(3))).version();
    keepBusy(100);
    List<Version> before = history("k1");
    long disk = store.status().diskBytes();

    long freed = store.compact();

    assertThat(freed).isGreaterThan(900_000);
    assertThat(store.status().diskBytes()).isLessThan(disk + (1 << 20));
    History after = store.log("docs", "k1", History.Page.FIRST);
    assertThat(after.versions()).isEqualTo(before.subList(0, 3));
    assertThat(after.compacted()).isTrue();
    assertThat(store.get("docs", "k1")).contains(before.getFirst());
    assertThat(store.at("docs", "k1", At.seq(before.get(2).seq())).found()).contains(before.get(2));
    assertThat(store.at("docs", "k1", At.seq(before.get(3).seq())))
        .isEqualTo(new Lookup.Compacted(before.get(2).seq()));
    assertThat(store.keys("docs", Scan.ALL).keys()).hasSize(5);
    assertThat(put("k1", "1").parents()).containsExactly(before.getFirst().vid());
    assertThat(store.compact()).isBetween(1L, 5_000L);
  }

  @Test
  void keepsVersionsForATimeAndForgetsWhatWasDeletedBefore() {
    store
        .configure(
            "docs", NamespaceConfig.DEFAULT.with(new Retention.KeepFor(Duration.ofMinutes(10))))
        .version();
    keepBusy(50);
    store.delete("docs", "k0").version();
    put("gone", "1");
    store.delete("docs", "gone").version();
    clock.advance(Duration.ofSeconds(30));
    List<Version> before = history("k1");

    store.compact();
    assertThat(history("k1")).isEqualTo(before.subList(0, 11));
    assertThat(store.at("docs", "k1", At.time(clock.now().minus(Duration.ofMinutes(9)))).found())
        .isPresent();
    assertThat(history("gone")).hasSize(2);

    clock.advance(Duration.ofMinutes(20));
    store.compact();
    assertThat(history("k1")).isEqualTo(before.subList(0, 1));
    assertThat(history("gone")).isEmpty();
    assertThat(history("k0")).isEmpty();
    assertThat(store.keys("docs", Scan.ALL).keys()).containsExactly("k1", "k2", "k3", "k4");
    assertThat(put("gone", "2").number()).isEqualTo(1);
  }

  @Test
  void squashesOldVersionsToOneAnInterval() {
    store
        .configure(
            "docs",
            NamespaceConfig.DEFAULT.with(
                new Retention.Squash(Duration.ofMinutes(10), Duration.ofMinutes(20))))
        .version();
    keepBusy(100);
    List<Version> before = history("k2");

    store.compact();

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

  @Test
  void tellsAWatchThatRetentionOvertookIt() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    keepBusy(20);
    store.put("other", "a", Json.of(1)).version();
    try (Watch behind = store.watch(Watch.Spec.of("docs").from(1));
        Watch other = store.watch(Watch.Spec.of("other").from(1))) {
      store.compact();

      assertThat(behind.next(Duration.ZERO)).isEqualTo(new Watch.Event.Compacted(store.seq()));
      Version later = put("k1", "1");
      assertThat(drain(behind)).containsExactly(later);
      assertThat(drain(other)).hasSize(1);
    }
  }

  @Test
  void erasesValuesForGoodAndKeepsTheChain() {
    put("k", "\"secret 1\"");
    put("k", "\"secret 2\"");
    put("other", "\"kept\"");
    List<Version> before = history("k");

    Version erasure = store.erase("docs", "k").version();

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
    assertThat(store.get("docs", "k")).isEmpty();
    assertThat(store.get("docs", "other")).isPresent();
    assertThat(store.revert("docs", "k", before.getFirst().seq()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(put("k", "\"new\"").parents()).containsExactly(erasure.vid());
  }

  @Test
  void exportsAndImportsLinesOfJson() throws Exception {
    put("a", "1");
    put("a", "{\"x\":[1,2]}");
    put("b", "null");
    put("c", "true");
    store.delete("docs", "c").version();
    var now = new StringBuilder();
    var history = new StringBuilder();

    assertThat(JsonLines.write(store, "docs", false, now)).isEqualTo(2);
    assertThat(JsonLines.write(store, "docs", true, history)).isEqualTo(5);

    try (Store other = Store.inMemory()) {
      var lines = new java.io.BufferedReader(new java.io.StringReader(history.toString()));
      assertThat(JsonLines.read(other, lines)).isEqualTo(new JsonLines.Imported(5, 0));
      assertThat(other.log("docs", "a", History.Page.FIRST).versions())
          .extracting(Version::cid)
          .isEqualTo(
              store.log("docs", "a", History.Page.FIRST).versions().stream()
                  .map(Version::cid)
                  .toList());
    }
  }

  @Test
  void patchesDocuments() {
    put("a", "{\"n\":1,\"list\":[1,2]}");
    JsonPatch append = JsonPatch.of(json("[{\"op\":\"add\",\"path\":\"/list/-\",\"value\":3}]"));
    JsonPatch misfit = JsonPatch.of(json("[{\"op\":\"remove\",\"path\":\"/x\"}]"));

    Version patched =
        store
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
    assertThat(store.get("docs", "b").orElseThrow().value()).isEqualTo(json("{\"m\":1}"));
    assertThat(store.commit(Transaction.of(new Operation.Patch("docs", "a", misfit))))
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, conflict -> assertThat(conflict.current()).contains(patched));
    assertThat(store.commit(Transaction.of(new Operation.Patch("docs", "zz", append))))
        .isInstanceOf(Outcome.Conflict.class);
  }
}
