package dev.varve.graph.shape;

import java.util.List;

/// Paths into a value as people read them: `sites['a.example'].routes[0].limit`.
public final class Paths {
  private Paths() {}

  /// Empty for the root.
  public static String text(List<String> path) {
    var text = new StringBuilder();
    for (String step : path) {
      if (isIndex(step)) {
        text.append('[').append(step).append(']');
      } else if (isName(step)) {
        text.append(text.isEmpty() ? "" : ".").append(step);
      } else {
        text.append("['").append(step).append("']");
      }
    }
    return text.toString();
  }

  private static boolean isIndex(String step) {
    return !step.isEmpty()
        && step.length() < 10
        && step.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isName(String step) {
    return !step.isEmpty() && step.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
  }
}
