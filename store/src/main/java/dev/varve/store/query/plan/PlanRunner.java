package dev.varve.store.query.plan;

import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import dev.varve.store.query.Rows;

/// Carries out plans.
public final class PlanRunner {
  private PlanRunner() {}

  /// The answer to the plan's query, read as it is asked for.
  ///
  /// @param reader the state that the plan was made for
  public static Results run(Plan plan, IndexReader reader, QueryLimits limits) {
    return switch (plan.access()) {
      case Plan.Access.Scan(String from, var to) ->
          QueryRunner.run(
              plan.query(), plan.residual(), reader.documents(from, to), plan.inOrder(), limits);
      case Plan.Access.Index access -> {
        Rows rows = IndexRows.of(access, reader);
        yield rows == null
            ? QueryRunner.run(plan.query(), reader.documents("", null), limits)
            : QueryRunner.run(plan.query(), plan.residual(), rows, plan.inOrder(), limits);
      }
    };
  }
}
