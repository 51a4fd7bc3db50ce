package dev.varve.store.local;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.node.Backups;
import dev.varve.store.node.LogStore;
import java.nio.file.Path;
import java.util.List;

/// Opens stores that live on this machine, in this process.
///
/// ```java
/// try (Store store = LocalStore.open(Path.of("data"))) {
///   store.put("users", "ann", Json.parse("{\"age\": 42}"));
/// }
/// ```
public final class LocalStore {
  private LocalStore() {}

  /// Opens or creates the store in a directory.
  ///
  /// @throws dev.varve.base.Failure when another process has it, or it cannot be read
  public static Store open(Path directory) {
    return open(directory, StoreOptions.DEFAULT);
  }

  /// The same, opened as the options say.
  public static Store open(Path directory, StoreOptions options) {
    return LogStore.open(directory, options);
  }

  /// A store that forgets everything when it is closed. The same engine, over memory.
  public static Store inMemory() {
    return inMemory(StoreOptions.DEFAULT);
  }

  /// The same, opened as the options say.
  public static Store inMemory(StoreOptions options) {
    return LogStore.inMemory(options);
  }

  /// Makes an empty directory the store of a full backup and those that follow it, with every id as
  /// it was, up to a position. Returns the last position restored.
  ///
  /// @throws dev.varve.base.Failure when a file is no backup, damaged, or does not follow
  public static long restore(Path directory, List<Path> backups, long upTo) {
    return Backups.restore(directory, backups, upTo);
  }
}
