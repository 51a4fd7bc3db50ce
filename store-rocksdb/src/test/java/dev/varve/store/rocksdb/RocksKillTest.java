package dev.varve.store.rocksdb;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.node.KillTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it writes into RocksDB.
class RocksKillTest extends KillTest {
  @TempDir Path library;

  @Override
  protected Store open(Path at) {
    return RocksStore.open(at, StoreOptions.DEFAULT);
  }

  @Override
  protected Class<?> victim() {
    return RocksVictim.class;
  }

  /// RocksDB's library is unpacked to one place, since a process that is killed takes nothing away.
  @Override
  protected Map<String, String> environment() {
    return Map.of("ROCKSDB_SHAREDLIB_DIR", library.toString());
  }

  @Override
  protected int rounds() {
    return 200;
  }

  /// The process that is killed.
  static final class RocksVictim {
    private RocksVictim() {}

    public static void main(String[] args) {
      KillTest.Victim.write(RocksStore.open(Path.of(args[0]), Victim.OPTIONS), args[1]);
    }
  }
}
