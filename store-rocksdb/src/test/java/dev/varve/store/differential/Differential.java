package dev.varve.store.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does the same steps with stores over two engines and compares whatever can be seen.
final class Differential {
  private static final int TRIES = 300;

  private final Subject.Opener left;
  private final Subject.Opener right;
  private final Path scratch;
  private final long segmentBytes;
  private int runs;

  Differential(Subject.Opener left, Subject.Opener right, Path scratch, long segmentBytes) {
    this.left = left;
    this.right = right;
    this.scratch = scratch;
    this.segmentBytes = segmentBytes;
  }

  /// Where two stores differ.
  ///
  /// @param steps the last one shows it
  record Difference(List<Step> steps, Object left, Object right) {
    @Override
    public String toString() {
      var text = new StringBuilder("the engines must agree, but after\n");
      steps.forEach(step -> text.append("  ").append(step).append('\n'));
      return text + "one shows " + left + "\nthe other " + right;
    }
  }

  /// The first difference, with as few steps as were found to show one.
  Optional<Difference> find(List<Step> steps) {
    return run(steps).map(this::shrunk);
  }

  private Optional<Difference> run(List<Step> steps) {
    Path folder = scratch.resolve("run-" + runs++);
    try (var one = new Subject(left, folder.resolve("left"), segmentBytes);
        var other = new Subject(right, folder.resolve("right"), segmentBytes)) {
      for (int i = 0; i < steps.size(); i++) {
        Object seen = one.see(steps.get(i));
        Object expected = other.see(steps.get(i));
        if (!seen.equals(expected)) {
          return Optional.of(new Difference(List.copyOf(steps.subList(0, i + 1)), seen, expected));
        }
      }
    }
    return Optional.empty();
  }

  /// Leaves out as many steps as it can, in ever smaller pieces.
  private Difference shrunk(Difference found) {
    Difference best = found;
    int tries = 0;
    for (int piece = best.steps.size() / 2; piece > 0; piece /= 2) {
      for (int at = 0; at + piece < best.steps.size() && tries++ < TRIES; ) {
        var fewer = new ArrayList<>(best.steps);
        fewer.subList(at, at + piece).clear();
        Optional<Difference> still = run(fewer);
        best = still.orElse(best);
        at += still.isPresent() ? 0 : piece;
      }
    }
    return best;
  }
}
