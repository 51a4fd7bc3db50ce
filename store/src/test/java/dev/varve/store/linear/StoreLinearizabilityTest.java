package dev.varve.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.local.LocalStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What concurrent clients of a store saw has an order, also while it compacts.
public class StoreLinearizabilityTest {
  @TempDir Path directory;

  protected Store open(Path at, StoreOptions options) {
    return LocalStore.open(at, options);
  }

  @Test
  void everyKeyIsARegister() throws Exception {
    check(new Clients(6, 120, 3, 1));
  }

  @Test
  @Tag("slow")
  @Timeout(1_800)
  void everyKeyIsARegisterInManyHistories() throws Exception {
    for (long seed = 100; seed < 300; seed++) {
      check(new Clients(4 + (int) (seed % 12), 500, 2 + (int) (seed % 5), seed));
    }
  }

  private void check(Clients clients) throws Exception {
    var options = StoreOptions.DEFAULT.withSegmentBytes(64 << 10);
    try (Store store = open(directory.resolve("seed-" + clients.seed()), options)) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
      var stop = new CountDownLatch(1);
      Thread compacting = Thread.ofPlatform().start(() -> compactUntil(store, stop));
      List<Act> history;
      try {
        history = clients.run(new StoreRegisters(store, "docs"));
      } finally {
        stop.countDown();
        compacting.join();
      }

      assertThat(history).hasSize(clients.clients() * clients.acts());
      assertThat(Linearizability.violation(history)).as("seed %d", clients.seed()).isEmpty();
      assertThat(store.verify()).isEmpty();
    }
  }

  private static void compactUntil(Store store, CountDownLatch stop) {
    while (stop.getCount() > 0) {
      store.compact();
    }
  }
}
