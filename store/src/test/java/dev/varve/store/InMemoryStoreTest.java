package dev.varve.store;

import dev.varve.store.contract.StoreContract;
import dev.varve.store.local.LocalStore;

/// The contract over memory.
class InMemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return LocalStore.inMemory(StoreOptions.DEFAULT.with(clock).withBackground(false));
  }
}
