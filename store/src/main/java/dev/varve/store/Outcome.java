package dev.varve.store;

import dev.varve.base.Check;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import java.util.List;
import java.util.Optional;

/// What became of a transaction.
public sealed interface Outcome {
  /// It happened, and is as durable as its namespaces ask.
  ///
  /// @param versions one for each operation, in order
  record Committed(List<Version> versions) implements Outcome {
    public Committed {
      versions = List.copyOf(versions);
    }
  }

  /// A precondition did not hold; nothing changed.
  ///
  /// @param problem what was expected
  /// @param current the key's latest version, or nothing when it was never written
  record Conflict(Problem problem, Optional<Version> current) implements Outcome {}

  /// It cannot be carried out in any state, or not now: a bad key, too large, over quota, disk
  /// full.
  ///
  /// @param problems one, or every rule of a schema that a document breaks
  record Refused(List<Problem> problems) implements Outcome {
    public Refused {
      problems = List.copyOf(problems);
      Check.that(!problems.isEmpty(), "refused.problems", "name one", problems);
    }

    public Refused(Problem problem) {
      this(List.of(problem));
    }

    /// The first problem.
    public Problem problem() {
      return problems.getFirst();
    }
  }

  /// Insists that it happened.
  ///
  /// @throws Failure with the problem when it did not
  default Committed committed() {
    return switch (this) {
      case Committed done -> done;
      case Conflict conflict -> throw new Failure(conflict.problem());
      case Refused refused -> throw new Failure(refused.problems());
    };
  }

  /// The version written by a transaction of one operation, or the first of several.
  ///
  /// @throws Failure with the problem when nothing was written
  default Version version() {
    return committed().versions().getFirst();
  }
}
