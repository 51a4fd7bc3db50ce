package dev.varve.store;

/// The contract over memory.
class InMemoryStoreTest extends StoreContract {
  @Override
  Store open() {
    return Store.inMemory(StoreOptions.DEFAULT.with(clock).withBackground(false));
  }
}
