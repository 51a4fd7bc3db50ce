package dev.varve.store.engine;

import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// What an engine may ask of the store above it.
public interface Host {
  /// Runs between two groups; not at all when the store has stopped taking writes.
  void exclusively(Work work);

  /// Something done in the place of a group.
  interface Work {
    void run() throws IOException;
  }

  /// What has to be remembered beside the versions, as of the latest published one. Within
  /// [#exclusively].
  Engine.Saved state();

  /// Which versions stay, judged now.
  Keeper keeper();

  /// Versions were removed. Within [#exclusively].
  void removed(Collection<Removed> removed);

  /// The engine has tended itself. By the thread that does so, not within [#exclusively].
  default void tended() throws IOException {}

  /// What becomes of a version.
  enum Fate {
    /// It goes.
    GONE,
    /// It stays as it is: it is the latest of its key.
    LATEST,
    /// It stays, and is seldom read.
    COLD
  }

  /// Decides about versions, oldest first.
  interface Keeper {
    /// @param run the positions that are rewritten together
    Fate fate(Entry entry, Run run);

    /// Tombstones that go as the last version of their key: the index is to forget these.
    default List<Entry> forgotten() {
      return List.of();
    }
  }

  /// Positions that are rewritten together: only among them can a chain be closed over what goes.
  interface Run {
    boolean has(long seq);
  }
}
