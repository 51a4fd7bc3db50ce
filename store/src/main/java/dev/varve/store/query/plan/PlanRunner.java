package dev.varve.store.query.plan;

import dev.varve.store.filter.JsonOrder;
import dev.varve.store.query.Page;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import dev.varve.store.query.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Carries out plans.
public final class PlanRunner {
  /// A thread more costs what some hundred documents do.
  private static final long SPREAD_MIN = 10_000;

  private static final int PAGE_MAX = 10_000;

  /// More than threads, so that none waits long for the last.
  private static final int PARTS = 31;

  private PlanRunner() {}

  /// The answer to the plan's query, read as it is asked for.
  ///
  /// @param reader the state that the plan was made for
  public static Results run(Plan plan, IndexReader reader, QueryLimits limits) {
    return switch (plan.access()) {
      case Plan.Access.Scan scan -> {
        List<Supplier<Rows>> parts = isSpread(plan) ? parts(scan, reader) : List.of();
        yield parts.size() > 1
            ? QueryRunner.run(plan.query(), plan.residual(), parts, limits)
            : QueryRunner.run(
                plan.query(),
                plan.residual(),
                reader.documents(scan.from(), scan.to()),
                plan.inOrder(),
                limits);
      }
      case Plan.Access.Index access -> {
        Rows rows = IndexRows.of(access, reader);
        yield rows == null
            ? QueryRunner.run(plan.query(), reader.documents("", null), limits)
            : QueryRunner.run(plan.query(), plan.residual(), rows, plan.inOrder(), limits);
      }
    };
  }

  /// Whether several threads may look for the page: it has to be sorted, and is small, since each
  /// holds one.
  private static boolean isSpread(Plan plan) {
    Page page = plan.query().page();
    return !plan.inOrder()
        && plan.query().aggregation().isNone()
        && plan.estimate() >= SPREAD_MIN
        && page.limit() > 0
        && (long) page.limit() + page.offset() <= PAGE_MAX;
  }

  private static List<Supplier<Rows>> parts(Plan.Access.Scan scan, IndexReader reader) {
    var parts = new ArrayList<Supplier<Rows>>();
    String from = scan.from();
    String to = scan.to();
    for (String mark : reader.marks(PARTS)) {
      boolean within =
          JsonOrder.codePoints(mark, from) > 0
              && (to == null || JsonOrder.codePoints(mark, to) < 0);
      if (within) {
        String start = from;
        parts.add(() -> reader.documents(start, mark));
        from = mark;
      }
    }
    String start = from;
    parts.add(() -> reader.documents(start, to));
    return parts;
  }
}
