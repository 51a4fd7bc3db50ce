package dev.varve.edge.health;

import dev.varve.edge.balance.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Ejects targets that answer badly and brings them back. Loops count answers without a lock; one
/// thread judges at the end of each window ([#judge]).
///
/// Every ejection ends by itself. It lasts longer each time the target is ejected again, and a
/// window without failures forgives one earlier ejection.
public final class OutlierWatch {
  private final OutlierRules rules;
  private final Map<Target, Tally> tallies = new ConcurrentHashMap<>();

  /// The answers of one target in the present window.
  public static final class Tally {
    private final LongAdder good = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private int ejections;
    private long ejectedUntilNanos;

    /// Any thread.
    public void observe(boolean failed) {
      (failed ? bad : good).increment();
    }
  }

  private record Suspect(Target target, Tally tally, double share) {}

  public OutlierWatch(OutlierRules rules) {
    this.rules = rules;
  }

  /// Where answers of the target are counted; keep it, do not look it up for every request.
  public Tally of(Target target) {
    return tallies.computeIfAbsent(target, _ -> new Tally());
  }

  /// Ends the window: targets whose time is over come back, outliers go, the worst first, while the
  /// ceiling allows. One thread at a time.
  ///
  /// @param targets all of the upstream; others are forgotten
  public void judge(List<Target> targets, long nowNanos) {
    tallies.keySet().retainAll(targets);
    var suspects = new ArrayList<Suspect>();
    int ejected = 0;
    for (Target target : targets) {
      Tally tally = of(target);
      if (target.ejected()) {
        ejected += comesBack(target, tally, nowNanos) ? 0 : 1;
      } else {
        suspect(target, tally, suspects);
      }
    }
    suspects.sort(Comparator.comparingDouble(Suspect::share).reversed());
    int most =
        Math.min(targets.size() * rules.ejectedPercentMax() / 100, Math.max(targets.size() - 1, 0));
    for (Suspect suspect : suspects) {
      if (ejected < most) {
        eject(suspect, nowNanos);
        ejected++;
      }
    }
  }

  private boolean comesBack(Target target, Tally tally, long nowNanos) {
    tally.good.reset();
    tally.bad.reset();
    if (nowNanos - tally.ejectedUntilNanos < 0) {
      return false;
    }
    target.ejected(false, nowNanos);
    return true;
  }

  private void suspect(Target target, Tally tally, List<Suspect> suspects) {
    long good = tally.good.sumThenReset();
    long bad = tally.bad.sumThenReset();
    long all = good + bad;
    if (all >= rules.samplesMin() && bad * 100 >= all * rules.errorPercent()) {
      suspects.add(new Suspect(target, tally, (double) bad / all));
    } else if (bad == 0 && tally.ejections > 0) {
      tally.ejections--;
    }
  }

  private void eject(Suspect suspect, long nowNanos) {
    Tally tally = suspect.tally;
    tally.ejections++;
    long first = rules.ejectFirst().toNanos();
    long times = Math.min(tally.ejections, rules.ejectLast().toNanos() / first);
    tally.ejectedUntilNanos = nowNanos + first * times;
    suspect.target.ejected(true, nowNanos);
  }
}
