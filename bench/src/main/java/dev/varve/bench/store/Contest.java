package dev.varve.bench.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Two that did the same work by turns.
///
/// @param ratios of ours to theirs, by round, sorted
record Contest(Figure ours, Figure theirs, List<Double> ratios) {

  /// Gives a figure each time it is asked.
  interface Turn {
    Figure run() throws Exception;
  }

  /// Runs both by turns, ours first in one round and last in the next.
  static Contest of(int rounds, Turn ours, Turn theirs) throws Exception {
    var our = new ArrayList<Figure>();
    var their = new ArrayList<Figure>();
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        our.add(ours.run());
        their.add(theirs.run());
      } else {
        their.add(theirs.run());
        our.add(ours.run());
      }
      ratios.add(our.getLast().value() / their.getLast().value());
    }
    Collections.sort(ratios);
    return new Contest(median(our), median(their), ratios);
  }

  /// Of two figures measured once.
  static Contest of(Figure ours, Figure theirs) {
    return new Contest(ours, theirs, List.of(ours.value() / theirs.value()));
  }

  private static Figure median(List<Figure> figures) {
    var sorted = new ArrayList<Figure>(figures);
    sorted.sort(Comparator.comparingDouble(Figure::value));
    return sorted.get(sorted.size() / 2);
  }

  double ratio() {
    return ratios.get(ratios.size() / 2);
  }

  String spread() {
    return ratios.size() == 1
        ? Row.number(ratio())
        : String.format(
            Locale.ROOT,
            "%s (%s to %s)",
            Row.number(ratio()),
            Row.number(ratios.getFirst()),
            Row.number(ratios.getLast()));
  }
}
