package dev.varve.store.cycle;

import java.util.List;

/// A transaction as its client saw it.
///
/// @param id tells it from others
/// @param began before its first step was asked for
/// @param ended after its outcome was told; [Long#MAX_VALUE] when it was not
public record Txn(int id, List<Step> steps, Fate fate, long began, long ended) {
  /// What the client was told.
  public enum Fate {
    COMMITTED,
    ABORTED,
    UNKNOWN
  }

  /// What it did.
  public sealed interface Step {
    String key();
  }

  /// Puts a value, which nobody else puts there, at the end of a list.
  public record Append(String key, long value) implements Step {}

  /// Reads a list.
  public record Read(String key, List<Long> values) implements Step {
    public Read {
      values = List.copyOf(values);
    }
  }

  public Txn {
    steps = List.copyOf(steps);
  }

  @Override
  public String toString() {
    return "T" + id + " " + fate + " " + steps;
  }
}
