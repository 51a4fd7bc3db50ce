package dev.varve.store.diff;

import dev.varve.base.json.Json;
import java.util.Arrays;
import java.util.List;

/// Which items of an array are still there in another: a longest common subsequence, found in a
/// table. Where the table would pass a bound, only the equal items at both ends are kept.
final class Alignment {
  /// Cells of the table; 16 k cells take some 30 microseconds.
  private static final int CELLS_MAX = 16_384;

  private final List<Json> before;
  private final List<Json> after;
  private final int[] beforeHashes;
  private final int[] afterHashes;
  private final int[] match;

  private Alignment(List<Json> before, List<Json> after) {
    this.before = before;
    this.after = after;
    beforeHashes = hashes(before);
    afterHashes = hashes(after);
    match = new int[before.size()];
    Arrays.fill(match, -1);
  }

  /// For each item of `before` the position of its equal in `after`, below zero for none. The
  /// positions rise.
  static int[] of(List<Json> before, List<Json> after) {
    return new Alignment(before, after).match();
  }

  private static int[] hashes(List<Json> items) {
    int[] hashes = new int[items.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = items.get(i).hashCode();
    }
    return hashes;
  }

  private boolean same(int i, int j) {
    return beforeHashes[i] == afterHashes[j] && before.get(i).equals(after.get(j));
  }

  private int[] match() {
    int start = 0;
    while (start < before.size() && start < after.size() && same(start, start)) {
      match[start] = start;
      start++;
    }
    int endBefore = before.size();
    int endAfter = after.size();
    while (endBefore > start && endAfter > start && same(endBefore - 1, endAfter - 1)) {
      match[--endBefore] = --endAfter;
    }
    long cells = (long) (endBefore - start + 1) * (endAfter - start + 1);
    if (endBefore > start && endAfter > start && cells <= CELLS_MAX) {
      middle(start, endBefore, endAfter);
    }
    return match;
  }

  private void middle(int start, int endBefore, int endAfter) {
    int width = endAfter - start + 1;
    int[] longest = new int[(endBefore - start + 1) * width];
    for (int i = endBefore - 1; i >= start; i--) {
      for (int j = endAfter - 1; j >= start; j--) {
        int cell = (i - start) * width + j - start;
        longest[cell] =
            same(i, j)
                ? longest[cell + width + 1] + 1
                : Math.max(longest[cell + width], longest[cell + 1]);
      }
    }
    int i = start;
    int j = start;
    while (i < endBefore && j < endAfter) {
      int cell = (i - start) * width + j - start;
      if (same(i, j)) {
        match[i++] = j++;
      } else if (longest[cell + width] >= longest[cell + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }
}
