package dev.varve.store.cycle;

import dev.varve.store.cycle.Anomaly.Kind;
import dev.varve.store.cycle.Txn.Append;
import dev.varve.store.cycle.Txn.Fate;
import dev.varve.store.cycle.Txn.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the lists of a history tell: who appended what, and in which order. Since values are only
/// ever put at the end, one read tells the whole order of what came before it.
final class Lists {
  private final List<Txn> history;
  private final Map<Append, Integer> writers = new HashMap<>();
  private final Map<String, List<Long>> orders = new TreeMap<>();
  private final List<Anomaly> anomalies = new ArrayList<>();

  Lists(List<Txn> history) {
    this.history = history;
    for (int i = 0; i < history.size(); i++) {
      addWriter(i);
    }
    for (Txn txn : history) {
      if (txn.fate() == Fate.COMMITTED) {
        checkInside(txn);
        reads(txn).forEach(read -> extend(txn, read));
      }
    }
    for (Txn txn : history) {
      if (txn.fate() == Fate.COMMITTED) {
        reads(txn).forEach(read -> check(txn, read));
      }
    }
  }

  List<Anomaly> anomalies() {
    return anomalies;
  }

  /// The longest known state of each list.
  Map<String, List<Long>> orders() {
    return orders;
  }

  /// Where in the history the transaction stands that appended this.
  int writer(String key, long value) {
    return writers.getOrDefault(new Append(key, value), -1);
  }

  private void addWriter(int index) {
    for (Txn.Step step : history.get(index).steps()) {
      if (step instanceof Append append && writers.put(append, index) != null) {
        throw new IllegalArgumentException(append + " must be in one transaction only");
      }
    }
  }

  private static List<Read> reads(Txn txn) {
    return txn.steps().stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
  }

  /// What a transaction reads of the lists it appended to ends with its own.
  private void checkInside(Txn txn) {
    var seen = new HashMap<String, List<Long>>();
    var own = new HashMap<String, List<Long>>();
    for (Txn.Step step : txn.steps()) {
      switch (step) {
        case Append append -> {
          own.computeIfAbsent(append.key(), _ -> new ArrayList<>()).add(append.value());
          seen.computeIfPresent(append.key(), (_, before) -> with(before, append.value()));
        }
        case Read read -> {
          List<Long> before = seen.get(read.key());
          List<Long> mine = own.getOrDefault(read.key(), List.of());
          boolean isRight =
              before == null ? endsWith(read.values(), mine) : read.values().equals(before);
          if (!isRight) {
            add(Kind.INTERNAL, txn + " must read " + mine + " at the end in " + read);
          }
          seen.put(read.key(), read.values());
        }
      }
    }
  }

  private static List<Long> with(List<Long> before, long value) {
    var more = new ArrayList<>(before);
    more.add(value);
    return more;
  }

  private static boolean endsWith(List<Long> values, List<Long> end) {
    int start = values.size() - end.size();
    return start >= 0 && values.subList(start, values.size()).equals(end);
  }

  private void extend(Txn txn, Read read) {
    List<Long> known = orders.getOrDefault(read.key(), List.of());
    List<Long> shorter = known.size() < read.values().size() ? known : read.values();
    List<Long> longer = shorter.equals(known) ? read.values() : known;
    if (!longer.subList(0, shorter.size()).equals(shorter)) {
      add(Kind.INCOMPATIBLE, txn + " must read what continues " + known);
    }
    orders.put(read.key(), longer);
  }

  /// What the read shows of others.
  private void check(Txn txn, Read read) {
    if (new HashSet<>(read.values()).size() < read.values().size()) {
      add(Kind.PHANTOM, txn + " must read each value once");
    }
    for (long value : read.values()) {
      int writer = writer(read.key(), value);
      if (writer < 0) {
        add(Kind.PHANTOM, txn + " must read what was appended, but read " + value);
      } else if (history.get(writer).fate() == Fate.ABORTED) {
        add(Kind.G1A, txn + " must not read of " + history.get(writer));
      }
    }
    if (!read.values().isEmpty()) {
      checkEnd(txn, read.key(), read.values().getLast());
    }
  }

  private void checkEnd(Txn txn, String key, long end) {
    int writer = writer(key, end);
    if (writer < 0 || history.get(writer).equals(txn)) {
      return;
    }
    long last = end;
    for (Txn.Step step : history.get(writer).steps()) {
      last = step instanceof Append append && append.key().equals(key) ? append.value() : last;
    }
    if (last != end) {
      add(Kind.G1B, txn + " must not read the middle of " + history.get(writer));
    }
  }

  private void add(Kind kind, String what) {
    anomalies.add(new Anomaly(kind, false, what));
  }
}
