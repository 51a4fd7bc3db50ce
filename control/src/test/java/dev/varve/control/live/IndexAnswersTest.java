package dev.varve.control.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.At;
import dev.varve.store.Operation;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import dev.varve.store.local.LocalStore;
import dev.varve.store.query.Page;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import dev.varve.store.query.Sort;
import dev.varve.store.query.plan.IndexDefinition;
import dev.varve.store.query.plan.Plan;
import dev.varve.store.query.plan.PlanRunner;
import dev.varve.store.query.plan.Planner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Whatever plan answers, and whoever writes meanwhile: the answer is that of going through all
/// documents of the same position.
class IndexAnswersTest {
  private static final FieldPath A = FieldPath.member("a");
  private static final FieldPath B = FieldPath.member("b");
  private static final List<IndexDefinition> INDEXES =
      List.of(
          new IndexDefinition("n", "by-a", List.of(A)),
          new IndexDefinition("n", "by-b-a", List.of(B, A)),
          new IndexDefinition("n", "by-a-b", List.of(A, B)));

  private static final QueryLimits LIMITS = QueryLimits.DEFAULT;
  private static final int ROUNDS = 60;

  /// What is written beside each round.
  private static final int EACH = 60;

  /// Said of the documents, so that plans by an index are the cheaper ones.
  private static final long MANY = 100_000;

  private static List<String> keys(Results results) {
    var keys = new ArrayList<String>();
    for (Row row = results.next(); row != null; row = results.next()) {
      keys.add(row.key() + "@" + row.seq());
    }
    return keys;
  }

  /// Two fields of any types, out of few values.
  private static void write(Store store, Samples samples) {
    String key = "k" + samples.random().nextInt(300);
    Operation operation =
        samples.random().nextInt(8) == 0
            ? new Operation.Delete("n", key)
            : new Operation.Put(
                "n", key, samples.object(1).with("a", samples.json(1)).with("b", samples.number()));
    store.commit(Transaction.of(operation));
  }

  private static Query query(Samples samples) {
    Filter filter =
        switch (samples.random().nextInt(4)) {
          case 0 -> Filter.all();
          case 1 -> Filter.parse("a > 0 and b < 5");
          case 2 -> Filter.parse("b in (1, 2, 10) and a exists");
          default -> samples.filter(2);
        };
    boolean down = samples.random().nextBoolean();
    List<Sort> sort =
        switch (samples.random().nextInt(4)) {
          case 0 -> List.of();
          case 1 -> List.of(new Sort(A, down));
          case 2 -> List.of(new Sort(A, down), new Sort(B, down));
          default -> samples.sort();
        };
    return Query.of(filter).withSort(sort);
  }

  /// The pages of a query as plans give them, an offset before the first.
  private static List<String> paged(
      Query query, int offset, int limit, StoreReader reader, Set<String> accesses) {
    var found = new ArrayList<String>();
    var page = new Page(limit, offset, null);
    while (true) {
      Query part = query.withPage(page);
      Plan plan = Planner.plan(part, INDEXES, reader);
      accesses.add(
          plan.access() instanceof Plan.Access.Index index
              ? index.order() + " " + plan.inOrder()
              : "scan");
      Results results = PlanRunner.run(plan, reader, LIMITS);
      found.addAll(keys(results));
      String cursor = results.cursor();
      if (cursor == null) {
        return found;
      }
      page = new Page(limit, 0, cursor);
    }
  }

  @Test
  void everyPlanAnswersAsAScanWouldWhileOthersWrite() throws InterruptedException {
    long seed = System.nanoTime();
    var samples = new Samples(seed);
    var accesses = new HashSet<String>();
    try (var store = LocalStore.inMemory()) {
      for (int i = 0; i < 500; i++) {
        write(store, samples);
      }
      var wanting = new Semaphore(0);
      var others = new Samples(seed + 1);
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < ROUNDS * EACH; i++) {
                  wanting.acquireUninterruptibly();
                  write(store, others);
                }
              });
      try {
        var set = new IndexSet(store, "n", INDEXES, List.of());
        for (int round = 0; round < ROUNDS; round++) {
          wanting.release(EACH);
          try (IndexSet.Lease lease = set.lease().orElseThrow()) {
            At at = At.seq(lease.seq());
            var reader = new StoreReader(store, "n", at, lease, MANY);
            Query query = query(samples);
            List<String> wanted =
                keys(QueryRunner.run(query, store.rows("n", Scan.Range.ALL, at), LIMITS));
            int offset = samples.random().nextInt(4) * 5;
            int limit = 1 + samples.random().nextInt(60);

            assertThat(paged(query, offset, limit, reader, accesses))
                .as("seed %d, round %d: %s", seed, round, query.json())
                .isEqualTo(wanted.subList(Math.min(offset, wanted.size()), wanted.size()));
          }
        }
      } finally {
        wanting.release(ROUNDS * EACH);
        writer.join();
      }
    }
    assertThat(accesses).as("seed %d", seed).contains("scan", "UP true", "DOWN true");
  }
}
