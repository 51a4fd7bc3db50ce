package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.Store;
import org.junit.jupiter.api.Test;

/// What the program carries along, and what it does not.
class CarriedTest {
  private static boolean isCarried(String type) {
    String resource = type.replace('.', '/') + ".class";
    return CarriedTest.class.getClassLoader().getResource(resource) != null;
  }

  @Test
  void carriesTheStoreWithItsOwnEngineOnly() {
    assertThat(isCarried(Store.class.getName())).isTrue();
    assertThat(isCarried("org.rocksdb.RocksDB")).isFalse();
    assertThat(isCarried("dev.varve.store.rocksdb.RocksStore")).isFalse();
  }
}
