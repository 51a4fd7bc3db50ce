package dev.varve.program.database;

import dev.varve.base.Clock;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.store.StoreReply;
import dev.varve.control.store.StoreRequest;
import dev.varve.control.store.StoreService;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.nio.file.Path;

/// Has the store open in this process.
final class EmbeddedAccess implements DbAccess {
  private final Store store;
  private final StoreService service;

  EmbeddedAccess(Path directory) {
    store = LocalStore.open(directory);
    service = new StoreService(store, Clock.SYSTEM);
  }

  @Override
  public StoreReply ask(StoreRequest request) {
    return service.answer(request, StoreAccess.FULL);
  }

  @Override
  public void close() {
    service.close();
    store.close();
  }
}
