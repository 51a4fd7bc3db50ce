package dev.varve.store.node;

import dev.varve.base.LateLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Tells those that do not wait what became of a group: the ones that follow each other and are to
/// be told in the same place in one task, as the puts of a loop's turn are. The leader's.
final class Tellings {
  private static final System.Logger LOG = LateLogger.of(Tellings.class);

  /// Most that are told in one task, so that a loop's other work has its turn.
  private static final int MOST = 128;

  private @Nullable Executor place;
  private List<Runnable> gathered = new ArrayList<>();

  void add(Executor executor, Runnable told) {
    if (!executor.equals(place) || gathered.size() == MOST) {
      send();
      place = executor;
    }
    gathered.add(told);
  }

  void send() {
    Executor to = place;
    place = null;
    if (to != null) {
      List<Runnable> all = gathered;
      gathered = new ArrayList<>(all.size());
      try {
        to.execute(() -> tell(all));
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "who submitted a transaction could not be told", e);
      }
    }
  }

  private static void tell(List<Runnable> all) {
    for (Runnable each : all) {
      try {
        each.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "what a submitter does when it is told failed", e);
      }
    }
  }
}
