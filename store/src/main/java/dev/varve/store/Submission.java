package dev.varve.store;

import dev.varve.base.Failure;
import java.util.concurrent.Executor;

/// A transaction that is committed while nobody waits for it, as by an event loop.
///
/// @param executor where it is told what became of it; must not block, and may drop what it gets
///   when nobody wants to know any more
public record Submission(Transaction transaction, Executor executor, Told told) {
  /// Is told, once, what became of it.
  public interface Told {
    void done(Outcome outcome);

    /// The store is broken or closed: what [Store#commit] throws.
    void failed(Failure failure);
  }
}
