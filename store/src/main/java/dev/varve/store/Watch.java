package dev.varve.store;

import dev.varve.base.Check;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// A place in the stream of versions, from which to go on. Nothing is skipped and nothing comes
/// twice; a transaction's versions come together. One thread at a time.
///
/// A watch holds no buffer: it reads the log, however far behind it is. Only retention can overtake
/// it, and then it says so.
public interface Watch extends AutoCloseable {
  /// What a watch has to tell.
  sealed interface Event {
    /// The versions of one or more whole transactions, in order.
    ///
    /// @param next everything up to here has been told: a watch from `next + 1` goes on behind it
    record Changes(List<Version> versions, long next) implements Event {
      public Changes {
        versions = List.copyOf(versions);
      }
    }

    /// Nothing happened in the time waited.
    record Idle(long next) implements Event {}

    /// Retention has removed versions that were not told yet. Read the state at `seq`, then watch
    /// from `seq + 1`.
    record Compacted(long seq) implements Event {}
  }

  /// Which versions to watch.
  ///
  /// @param from the first position wanted; 0 for whatever comes from now on
  /// @param namespace only this one; empty for all but the store's own
  /// @param prefix only keys that start with it
  /// @param filter which of those; called by the watching thread
  record Spec(long from, String namespace, String prefix, Predicate<Version> filter) {
    public static final Spec ALL = new Spec(0, "", "", _ -> true);

    public Spec {
      Check.within("watch.from", from, 0L, Long.MAX_VALUE);
    }

    public static Spec of(String namespace) {
      return new Spec(0, namespace, "", _ -> true);
    }

    public Spec from(long seq) {
      return new Spec(seq, namespace, prefix, filter);
    }

    public Spec prefix(String wanted) {
      return new Spec(from, namespace, wanted, filter);
    }

    public Spec filter(Predicate<Version> wanted) {
      return new Spec(from, namespace, prefix, wanted);
    }
  }

  /// The next versions, waiting for them up to `patience`. Returns [Event.Idle] early when the
  /// thread is interrupted or the store is closed.
  Event next(Duration patience);

  /// Whether the store was closed: nothing will ever come.
  boolean isEnded();

  /// Wakes a thread that waits.
  @Override
  void close();
}
