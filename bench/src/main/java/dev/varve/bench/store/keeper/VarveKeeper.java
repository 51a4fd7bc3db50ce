package dev.varve.bench.store.keeper;

import dev.varve.store.Content;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.local.LocalStore;
import java.nio.file.Path;
import java.util.ArrayList;

/// Our own store, embedded.
public record VarveKeeper(Store store, Documents documents) implements Keeper {
  public static final String SPACE = "docs";

  public static VarveKeeper open(Path directory, Documents documents) {
    return new VarveKeeper(LocalStore.open(directory), documents);
  }

  @Override
  public String name() {
    return "Varve";
  }

  @Override
  public void put(long key, long document) {
    store.put(SPACE, documents.key(key), documents.value(document)).version();
  }

  public void durability(Durability durability) {
    store.configure(SPACE, NamespaceConfig.DEFAULT.with(durability)).version();
  }

  @Override
  public void load(int keys) {
    durability(Durability.MEMORY);
    load(keys, 0);
    durability(Durability.SYNC);
  }

  /// Puts without waiting for the device until the code is compiled, which a device's own pace
  /// would take a minute for.
  public VarveKeeper warm() {
    durability(Durability.MEMORY);
    for (int i = 0; i < 150_000; i++) {
      put(i, i);
    }
    durability(Durability.SYNC);
    return this;
  }

  /// Writes a version of each of the first so many keys.
  public void load(int keys, int shift) {
    var batch = new ArrayList<Transaction>();
    for (int i = 0; i < keys; i++) {
      batch.add(
          Transaction.of(
              new Operation.Put(SPACE, documents.key(i), documents.value((long) i + shift))));
      if (batch.size() == 256) {
        store.commitAll(batch);
        batch.clear();
      }
    }
    store.commitAll(batch);
  }

  @Override
  public int get(long key) {
    return switch (store.get(SPACE, documents.key(key)).orElseThrow().content()) {
      case Content.Value value -> value.bytes().length;
      case Content.Tombstone _, Content.Erased _ ->
          throw new IllegalStateException("must be there");
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
