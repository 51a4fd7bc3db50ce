package dev.varve.edge.balance;

import java.util.Arrays;

/// The points of all targets on a circle of 2^64, sorted. A point derives from the target's name
/// and its own number, so points of other targets stay where they are when one goes.
final class RingTable {
  private static final int POINTS_PER_WEIGHT = 160;
  private static final int POINTS_MAX = 1 << 20;

  private final long[] points;
  private final int[] owners;

  private RingTable(long[] points, int[] owners) {
    this.points = points;
    this.owners = owners;
  }

  static RingTable of(Target[] targets) {
    long weights = 0;
    for (Target target : targets) {
      weights += target.weight();
    }
    double perWeight = Math.min(POINTS_PER_WEIGHT, (double) POINTS_MAX / Math.max(weights, 1));
    var unsorted = new Point[count(targets, perWeight)];
    int at = 0;
    for (int i = 0; i < targets.length; i++) {
      int count = count(targets[i], perWeight);
      for (int number = 0; number < count; number++) {
        unsorted[at++] = new Point(Hash.mix(targets[i].seed(), number), i);
      }
    }
    Arrays.sort(unsorted, (a, b) -> Long.compareUnsigned(a.place, b.place));
    var points = new long[at];
    var owners = new int[at];
    for (int i = 0; i < at; i++) {
      points[i] = unsorted[i].place;
      owners[i] = unsorted[i].owner;
    }
    return new RingTable(points, owners);
  }

  private record Point(long place, int owner) {}

  private static int count(Target[] targets, double perWeight) {
    int total = 0;
    for (Target target : targets) {
      total += count(target, perWeight);
    }
    return total;
  }

  private static int count(Target target, double perWeight) {
    return target.weight() == 0 ? 0 : (int) Math.max(1, Math.round(target.weight() * perWeight));
  }

  int size() {
    return points.length;
  }

  int target(int index) {
    return owners[index];
  }

  /// The index of the first point at or after the place, 0 after the last one.
  int after(long place) {
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(points[middle], place) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == points.length ? 0 : low;
  }
}
