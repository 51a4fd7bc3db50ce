package dev.varve.store.differential;

import dev.varve.base.Failure;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Version;
import dev.varve.testkit.FakeClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A store that is worked on, with a clock of its own.
final class Subject implements AutoCloseable {
  final Path directory;
  final FakeClock clock = new FakeClock();

  /// Every version it acknowledged.
  final List<Version> known = new ArrayList<>();

  private final Opener opener;
  private final long segmentBytes;
  Store store;

  /// Opens a store of one engine.
  interface Opener {
    Store open(Path directory, StoreOptions options);
  }

  Subject(Opener opener, Path directory, long segmentBytes) {
    this.opener = opener;
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.store = open();
  }

  private Store open() {
    var options =
        StoreOptions.DEFAULT.with(clock).withSegmentBytes(segmentBytes).withBackground(false);
    return opener.open(directory, options);
  }

  void reopen() {
    store.close();
    store = open();
  }

  /// What can be seen of a step, failures included.
  Object see(Step step) {
    try {
      return step.action().on(this);
    } catch (Failure e) {
      return "failed: " + e.problems();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
