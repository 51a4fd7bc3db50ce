package dev.varve.store.cycle;

import static dev.varve.store.cycle.Graph.Why.READ_WRITE;
import static dev.varve.store.cycle.Graph.Why.TIME;
import static dev.varve.store.cycle.Graph.Why.WRITE_READ;
import static dev.varve.store.cycle.Graph.Why.WRITE_WRITE;

import dev.varve.store.cycle.Anomaly.Kind;
import dev.varve.store.cycle.Txn.Append;
import dev.varve.store.cycle.Txn.Fate;
import dev.varve.store.cycle.Txn.Read;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether transactions over lists can be put in one order, in which each sees what those before it
/// did, and which keeps to what was over when.
///
/// The way is that of Kingsbury and Alvaro, "Elle" (2020): lists that only grow show the order of
/// their writes. From it follows which transaction must come before which; a circle of such is an
/// anomaly, and what it is made of gives it its name.
public final class Serializability {
  private final List<Txn> history;
  private final Lists lists;
  private final Graph graph;
  private final List<Anomaly> found;

  private Serializability(List<Txn> history) {
    this.history = history;
    this.lists = new Lists(history);
    this.graph = new Graph(history.size());
    this.found = new ArrayList<>(lists.anomalies());
  }

  /// Everything that is wrong; of circles one of each kind.
  public static List<Anomaly> anomalies(List<Txn> history) {
    var check = new Serializability(history);
    check.orderWrites();
    for (int i = 0; i < history.size(); i++) {
      check.orderReads(i);
    }
    check.findCircles(false);
    check.orderTimes();
    check.findCircles(true);
    return check.found;
  }

  private void orderWrites() {
    lists
        .orders()
        .forEach((key, values) -> {
          for (int i = 1; i < values.size(); i++) {
            arrow(
                lists.writer(key, values.get(i - 1)),
                lists.writer(key, values.get(i)),
                WRITE_WRITE,
                key);
          }
        });
    for (int i = 0; i < history.size(); i++) {
      for (Append unseen : unseen(i)) {
        List<Long> values = lists.orders().getOrDefault(unseen.key(), List.of());
        if (!values.isEmpty()) {
          arrow(lists.writer(unseen.key(), values.getLast()), i, WRITE_WRITE, unseen.key());
        }
      }
    }
  }

  private void arrow(int from, int to, Graph.Why why, String key) {
    if (from >= 0 && to >= 0) {
      graph.add(from, to, why, key);
    }
  }

  /// What a transaction is known to have appended although nobody read it: it lies behind what was.
  private List<Append> unseen(int index) {
    Txn txn = history.get(index);
    if (txn.fate() != Fate.COMMITTED) {
      return List.of();
    }
    return txn.steps().stream()
        .filter(Append.class::isInstance)
        .map(Append.class::cast)
        .filter(append ->
            !lists.orders().getOrDefault(append.key(), List.of()).contains(append.value()))
        .toList();
  }

  private void orderReads(int index) {
    Txn txn = history.get(index);
    if (txn.fate() != Fate.COMMITTED) {
      return;
    }
    var looked = new HashSet<String>();
    var own = new HashSet<Append>();
    for (Txn.Step step : txn.steps()) {
      switch (step) {
        case Append append -> own.add(append);
        case Read read -> {
          if (looked.add(read.key())) {
            List<Long> others =
                read.values().stream()
                    .filter(value -> !own.contains(new Append(read.key(), value)))
                    .toList();
            orderRead(index, read.key(), others);
          }
        }
      }
    }
  }

  private void orderRead(int reader, String key, List<Long> values) {
    if (!values.isEmpty()) {
      arrow(lists.writer(key, values.getLast()), reader, WRITE_READ, key);
    }
    List<Long> all = lists.orders().getOrDefault(key, List.of());
    if (values.size() < all.size()) {
      arrow(reader, lists.writer(key, all.get(values.size())), READ_WRITE, key);
    } else {
      for (int i = 0; i < history.size(); i++) {
        if (unseen(i).stream().anyMatch(append -> append.key().equals(key))) {
          arrow(reader, i, READ_WRITE, key);
        }
      }
    }
  }

  /// Of transactions that began after another was over those that did so first: the rest follows.
  private void orderTimes() {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      starts.add(i);
    }
    starts.sort(Comparator.comparingLong(i -> history.get(i).began()));
    for (int i = 0; i < history.size(); i++) {
      long over = history.get(i).ended();
      long soonest = Long.MAX_VALUE;
      boolean told = history.get(i).fate() == Fate.COMMITTED;
      for (int at = behind(starts, over); told && at < starts.size(); at++) {
        Txn next = history.get(starts.get(at));
        if (next.began() > soonest) {
          break;
        }
        if (next.fate() == Fate.COMMITTED) {
          graph.add(i, starts.get(at), TIME, "time");
          soonest = Math.min(soonest, next.ended());
        }
      }
    }
  }

  /// The first that began after a moment.
  private int behind(List<Integer> starts, long moment) {
    int low = 0;
    int high = starts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (history.get(starts.get(middle)).began() > moment) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void findCircles(boolean inTime) {
    BitSet tangled = graph.tangled();
    if (!tangled.isEmpty()) {
      find(Kind.G0, WRITE_WRITE, with(inTime, WRITE_WRITE), tangled);
      find(Kind.G1C, WRITE_READ, with(inTime, WRITE_WRITE, WRITE_READ), tangled);
      find(Kind.G_SINGLE, READ_WRITE, with(inTime, WRITE_WRITE, WRITE_READ), tangled);
      find(Kind.G2, READ_WRITE, with(inTime, WRITE_WRITE, WRITE_READ, READ_WRITE), tangled);
    }
  }

  private static Set<Graph.Why> with(boolean inTime, Graph.Why... kinds) {
    Set<Graph.Why> all = Graph.of(kinds);
    if (inTime) {
      all.add(TIME);
    }
    return all;
  }

  /// A circle of a kind counts when none of the kinds before it does.
  private void find(Kind kind, Graph.Why first, Set<Graph.Why> back, BitSet tangled) {
    boolean isWorseThanFound =
        found.stream().allMatch(anomaly -> anomaly.kind().compareTo(Kind.G0) < 0);
    List<Graph.Edge> circle = isWorseThanFound ? graph.circle(first, back, tangled) : List.of();
    if (!circle.isEmpty()) {
      boolean inTime = circle.stream().anyMatch(edge -> edge.why() == TIME);
      found.add(
          new Anomaly(
              kind, inTime, circle.stream().map(this::text).collect(Collectors.joining("; "))));
    }
  }

  private String text(Graph.Edge edge) {
    return history.get(edge.from())
        + " before "
        + history.get(edge.to())
        + " by "
        + edge.why()
        + " of "
        + edge.what();
  }
}
