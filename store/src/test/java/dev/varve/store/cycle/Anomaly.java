package dev.varve.store.cycle;

/// What no serial order explains.
///
/// @param inTime whether it shows only when an outcome that was told before another transaction
///   began must count as before it: what is strict about strict serializability
/// @param what for people
public record Anomaly(Kind kind, boolean inTime, String what) {
  /// The names of Adya, "Weak consistency" (1999).
  public enum Kind {
    /// A transaction did not see what itself did.
    INTERNAL,
    /// Two reads of a list that neither continues.
    INCOMPATIBLE,
    /// A value that came into a list twice, or out of nowhere.
    PHANTOM,
    /// Read from a transaction that was aborted.
    G1A,
    /// Read from the middle of a transaction.
    G1B,
    /// Writes in a circle.
    G0,
    /// Writes and reads in a circle.
    G1C,
    /// A circle with one read of what was overwritten.
    G_SINGLE,
    /// A circle with several of them.
    G2
  }
}
