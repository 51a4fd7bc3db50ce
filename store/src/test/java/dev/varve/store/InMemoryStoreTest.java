package dev.varve.store;

import dev.varve.store.contract.StoreContract;

/// The contract over memory.
class InMemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return Store.inMemory(StoreOptions.DEFAULT.with(clock).withBackground(false));
  }
}
