package dev.varve.store.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.cycle.Anomaly.Kind;
import dev.varve.store.cycle.Txn.Append;
import dev.varve.store.cycle.Txn.Fate;
import dev.varve.store.cycle.Txn.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each kind of planted anomaly is found under its name, and nothing is found where there is none.
class SerializabilityTest {
  private final List<Txn> history = new ArrayList<>();

  private static Append append(String key, long value) {
    return new Append(key, value);
  }

  private static Read read(String key, Long... values) {
    return new Read(key, List.of(values));
  }

  /// All at the same time, so that time orders none of them.
  private void together(Txn.Step... steps) {
    at(0, 1_000, steps);
  }

  private void at(long began, long ended, Txn.Step... steps) {
    history.add(new Txn(history.size(), List.of(steps), Fate.COMMITTED, began, ended));
  }

  private void aborted(Txn.Step... steps) {
    history.add(new Txn(history.size(), List.of(steps), Fate.ABORTED, 0, 1_000));
  }

  private void unknown(Txn.Step... steps) {
    history.add(new Txn(history.size(), List.of(steps), Fate.UNKNOWN, 0, Long.MAX_VALUE));
  }

  private void assertGood() {
    assertThat(Serializability.anomalies(history)).isEmpty();
  }

  private void assertFinds(Kind kind) {
    assertFinds(kind, false);
  }

  private void assertFinds(Kind kind, boolean inTime) {
    assertThat(Serializability.anomalies(history))
        .extracting(Anomaly::kind, Anomaly::inTime)
        .contains(org.assertj.core.groups.Tuple.tuple(kind, inTime));
  }

  @Test
  void takesWhatASerialOrderExplains() {
    together(append("x", 1), append("y", 1));
    together(read("x", 1L), append("x", 2), read("y", 1L));
    together(read("x", 1L, 2L), read("y", 1L));
    unknown(append("x", 3));
    aborted(append("x", 4), read("z", 9L));
    together(read("x", 1L, 2L, 3L));
    assertGood();
  }

  @Test
  void findsATransactionThatDoesNotSeeItsOwnWrite() {
    together(append("x", 1), read("x"));
    assertFinds(Kind.INTERNAL);
  }

  @Test
  void findsATransactionThatSeesAListChangeUnderIt() {
    together(append("x", 1));
    together(read("x"), read("x", 1L));
    assertFinds(Kind.INTERNAL);
  }

  @Test
  void findsListsThatGrewInTwoWays() {
    together(append("x", 1));
    together(append("x", 2));
    together(read("x", 1L, 2L));
    together(read("x", 2L, 1L));
    assertFinds(Kind.INCOMPATIBLE);
  }

  @Test
  void findsValuesThatCameTwiceOrFromNowhere() {
    together(append("x", 1));
    together(read("x", 1L, 1L));
    assertFinds(Kind.PHANTOM);
    history.clear();
    together(read("x", 7L));
    assertFinds(Kind.PHANTOM);
  }

  /// G1a.
  @Test
  void findsReadsOfAbortedTransactions() {
    aborted(append("x", 1));
    together(read("x", 1L));
    assertFinds(Kind.G1A);
  }

  /// G1b.
  @Test
  void findsReadsOfTheMiddleOfTransactions() {
    together(append("x", 1), append("x", 2));
    together(read("x", 1L));
    together(read("x", 1L, 2L));
    assertFinds(Kind.G1B);
  }

  /// G0: each wrote before the other.
  @Test
  void findsCirclesOfWrites() {
    together(append("x", 1), append("y", 1));
    together(append("x", 2), append("y", 2));
    together(read("x", 1L, 2L));
    together(read("y", 2L, 1L));
    assertFinds(Kind.G0);
  }

  /// G1c: each read what the other wrote.
  @Test
  void findsCirclesOfWritesAndReads() {
    together(append("x", 1), read("y", 1L));
    together(append("y", 1), read("x", 1L));
    assertFinds(Kind.G1C);
  }

  /// G-single, read skew: it saw one write of a transaction and not the other.
  @Test
  void findsReadSkew() {
    together(append("x", 1), append("y", 1));
    together(read("x", 1L), read("y"));
    together(read("x", 1L), read("y", 1L));
    assertFinds(Kind.G_SINGLE);
  }

  /// G-single: both read the same state and wrote on top of it.
  @Test
  void findsLostUpdates() {
    together(read("x"), append("x", 1));
    together(read("x"), append("x", 2));
    together(read("x", 1L, 2L));
    assertFinds(Kind.G_SINGLE);
  }

  /// G2, write skew: each wrote what the other had not seen.
  @Test
  void findsWriteSkew() {
    together(read("x"), append("y", 1));
    together(read("y"), append("x", 1));
    together(read("x", 1L), read("y", 1L));
    assertFinds(Kind.G2);
  }

  /// A read that follows an acknowledged write in time and does not see it: serializable, not
  /// strict.
  @Test
  void findsStaleReadsInTime() {
    at(0, 1, append("x", 1));
    at(2, 3, read("x"));
    at(4, 5, read("x", 1L));
    assertFinds(Kind.G_SINGLE, true);
  }

  @Test
  void findsAnAcknowledgedWriteThatNobodySeesLater() {
    at(0, 1, append("x", 1));
    at(2, 3, append("x", 2));
    at(4, 5, read("x", 2L));
    assertFinds(Kind.G0, true);
  }

  @Test
  void findsWritesAgainstTime() {
    at(0, 1, append("x", 1));
    at(2, 3, append("x", 2));
    at(4, 5, read("x", 2L, 1L));
    assertFinds(Kind.G0, true);
  }

  @Test
  void findsCirclesThatLeadOverSeveralTransactionsInTime() {
    at(0, 1, append("x", 1));
    at(2, 3, append("z", 1));
    at(4, 5, append("z", 2));
    at(6, 7, read("x"));
    at(8, 9, read("x", 1L), read("z", 1L, 2L));
    assertFinds(Kind.G_SINGLE, true);
  }

  /// Transactions in one order, their beginnings and ends scattered around their moments.
  private static List<Txn> trueHistory(Random random, int count) {
    var lists = new HashMap<String, List<Long>>();
    var history = new ArrayList<Txn>();
    for (int i = 0; i < count; i++) {
      var steps = new ArrayList<Txn.Step>();
      boolean aborts = random.nextInt(10) == 0;
      Map<String, List<Long>> mine = new HashMap<>(lists);
      for (int n = random.nextInt(4); n >= 0; n--) {
        String key = "k" + random.nextInt(5);
        List<Long> now = mine.getOrDefault(key, List.of());
        if (random.nextBoolean()) {
          steps.add(new Read(key, now));
        } else {
          long value = 10L * i + n;
          var more = new ArrayList<>(now);
          more.add(value);
          mine.put(key, more);
          steps.add(append(key, value));
        }
      }
      if (!aborts) {
        lists.putAll(mine);
      }
      long moment = 100L * i;
      history.add(
          new Txn(
              i,
              steps,
              aborts ? Fate.ABORTED : Fate.COMMITTED,
              moment - random.nextInt(300),
              moment + 1 + random.nextInt(300)));
    }
    return history;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void takesLongTrueHistoriesAndFindsAReadThatMissesTheLastWrite(long seed) {
    List<Txn> right = trueHistory(new Random(seed), 1_000);
    assertThat(Serializability.anomalies(right)).isEmpty();

    var wrong = new ArrayList<>(right);
    for (int i = 500; i < wrong.size(); i++) {
      Txn txn = wrong.get(i);
      if (txn.fate() == Fate.COMMITTED
          && txn.steps().size() == 1
          && txn.steps().getFirst() instanceof Read read
          && read.values().size() > 20) {
        var stale = new Read(read.key(), read.values().subList(0, read.values().size() - 10));
        wrong.set(i, new Txn(txn.id(), List.of(stale), txn.fate(), txn.began(), txn.ended()));
        break;
      }
    }
    assertThat(Serializability.anomalies(wrong)).isNotEmpty();
  }
}
