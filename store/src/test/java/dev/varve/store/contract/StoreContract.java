package dev.varve.store.contract;

import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What a store must do over every engine. A subclass says how its store is opened.
public abstract class StoreContract
    implements VersionContract,
        ScanContract,
        TransactionContract,
        NamespaceContract,
        WatchContract,
        RetentionContract {
  protected final FakeClock clock = new FakeClock();
  protected Store store = LocalStore.inMemory();

  protected abstract Store open();

  @Override
  public Store store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @BeforeEach
  void openStore() {
    store.close();
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected void reopen() {
    store.close();
    store = open();
  }
}
