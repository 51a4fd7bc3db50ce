package dev.varve.store.cycle;

import dev.varve.store.cycle.Txn.Append;
import dev.varve.store.cycle.Txn.Fate;
import dev.varve.store.cycle.Txn.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that read and append to few lists in transactions, and write down what they saw.
///
/// @param clients how many at once
/// @param txns of each
/// @param keys over so many lists
public record Editors(int clients, int txns, int keys, long seed) {
  /// What is asked. A list that is read has a mark that changes whenever the list does.
  public interface Shelf {
    /// Lists as they are at one moment, by key.
    Map<String, List<Long>> readTogether(List<String> keys);

    Marked read(String key);

    /// Appends to all lists, if those that are named still have their marks.
    ///
    /// @throws IllegalStateException when no answer came
    boolean append(List<Append> appends, Map<String, String> marks);
  }

  /// A list that was read.
  public record Marked(List<Long> values, String mark) {}

  public List<String> allKeys() {
    var all = new ArrayList<String>();
    for (int i = 0; i < keys; i++) {
      all.add("k" + i);
    }
    return all;
  }

  /// Returns when all are done. The last transaction reads every list.
  public List<Txn> run(Shelf shelf) throws InterruptedException, ExecutionException {
    var ids = new AtomicInteger();
    var all = new ArrayList<Callable<List<Txn>>>();
    for (int i = 0; i < clients; i++) {
      var random = new Random(seed * 1_000 + i);
      all.add(() -> client(shelf, random, ids));
    }
    var history = new ArrayList<Txn>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Txn>> done : threads.invokeAll(all)) {
        history.addAll(done.get());
      }
    }
    history.add(look(shelf, allKeys(), ids.incrementAndGet()));
    return history;
  }

  private List<Txn> client(Shelf shelf, Random random, AtomicInteger ids) {
    var history = new ArrayList<Txn>();
    for (int i = 0; i < txns; i++) {
      int id = ids.incrementAndGet();
      history.add(
          switch (random.nextInt(3)) {
            case 0 -> look(shelf, some(random), id);
            case 1 -> edit(shelf, List.of(), appends(random, id), id);
            default -> edit(shelf, some(random), appends(random, id), id);
          });
    }
    return history;
  }

  private List<String> some(Random random) {
    var chosen = new TreeSet<String>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      chosen.add("k" + random.nextInt(keys));
    }
    return List.copyOf(chosen);
  }

  private List<Append> appends(Random random, int id) {
    var appends = new ArrayList<Append>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      appends.add(new Append("k" + random.nextInt(keys), 10L * id + i));
    }
    return appends;
  }

  private static Txn look(Shelf shelf, List<String> keys, int id) {
    long began = System.nanoTime();
    var steps = new ArrayList<Txn.Step>();
    shelf.readTogether(keys).forEach((key, values) -> steps.add(new Read(key, values)));
    return new Txn(id, steps, Fate.COMMITTED, began, System.nanoTime());
  }

  /// Reads lists one by one, then appends if none of them has changed.
  private static Txn edit(Shelf shelf, List<String> reads, List<Append> appends, int id) {
    long began = System.nanoTime();
    var steps = new ArrayList<Txn.Step>();
    var marks = new HashMap<String, String>();
    for (String key : reads) {
      Marked found = shelf.read(key);
      steps.add(new Read(key, found.values()));
      marks.put(key, found.mark());
    }
    steps.addAll(appends);
    try {
      boolean done = shelf.append(appends, marks);
      Fate fate = done ? Fate.COMMITTED : Fate.ABORTED;
      return new Txn(id, steps, fate, began, System.nanoTime());
    } catch (IllegalStateException _) {
      return new Txn(id, steps, Fate.UNKNOWN, began, Long.MAX_VALUE);
    }
  }
}
