package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.http.net.Loop;
import dev.varve.store.Submission;
import dev.varve.store.problem.StoreCode;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Gathers what the turns of a loop submit, so that it goes to the store together: one hand-over,
/// and one group.
final class Turns {
  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  private final Consumer<List<Submission>> store;
  private final Map<Loop, Gathered> loops = new ConcurrentHashMap<>();

  Turns(Consumer<List<Submission>> store) {
    this.store = store;
  }

  /// On the loop.
  void submit(Loop loop, Submission submission) {
    Gathered gathered = loops.computeIfAbsent(loop, _ -> new Gathered());
    if (gathered.waiting.isEmpty()) {
      loop.afterTurns(gathered);
    }
    gathered.waiting.add(submission);
  }

  /// Belongs to a loop.
  private final class Gathered implements Runnable {
    private List<Submission> waiting = new ArrayList<>();

    @Override
    public void run() {
      List<Submission> all = waiting;
      waiting = new ArrayList<>();
      try {
        store.accept(all);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "puts could not be submitted", e);
        var failure =
            new Failure(
                Problem.of(StoreCode.IO_FAILED, "the store must take puts, but it failed", ""));
        all.forEach(each -> each.told().failed(failure));
      }
    }
  }
}
