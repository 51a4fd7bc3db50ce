package dev.varve.store.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.local.LocalStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Transactions of concurrent clients of a store are strictly serializable.
public class StoreSerializabilityTest {
  @TempDir Path directory;

  protected Store open(Path at, StoreOptions options) {
    return LocalStore.open(at, options);
  }

  @Test
  void transactionsHaveOneOrder() throws Exception {
    check(new Editors(6, 60, 4, 1));
  }

  @Test
  @Tag("slow")
  @Timeout(1_800)
  void transactionsHaveOneOrderInManyHistories() throws Exception {
    for (long seed = 100; seed < 200; seed++) {
      check(new Editors(4 + (int) (seed % 12), 150, 3 + (int) (seed % 5), seed));
    }
  }

  private void check(Editors editors) throws Exception {
    var options = StoreOptions.DEFAULT.withSegmentBytes(64 << 10);
    try (Store store = open(directory.resolve("seed-" + editors.seed()), options)) {
      for (String key : editors.allKeys()) {
        store.put("docs", key, Json.parse("[]")).version();
      }

      List<Txn> history = editors.run(new StoreShelf(store, "docs"));

      assertThat(history).hasSize(editors.clients() * editors.txns() + 1);
      assertThat(history).extracting(Txn::fate).contains(Txn.Fate.COMMITTED, Txn.Fate.ABORTED);
      assertThat(Serializability.anomalies(history)).as("seed %d", editors.seed()).isEmpty();
    }
  }
}
