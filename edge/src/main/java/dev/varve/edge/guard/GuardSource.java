package dev.varve.edge.guard;

import dev.varve.graph.guard.Guard;
import org.jspecify.annotations.Nullable;

/// Makes the checks the edge does not know itself: tokens, logins, keys, passwords. Given by the
/// program.
@FunctionalInterface
public interface GuardSource {
  /// Knows none.
  GuardSource NONE = _ -> null;

  /// The check, or null for a kind of guard it does not know.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the guard
  @Nullable GuardCheck check(Guard guard);
}
