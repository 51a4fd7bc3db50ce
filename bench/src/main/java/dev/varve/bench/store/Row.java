package dev.varve.bench.store;

import java.util.List;
import java.util.Locale;

/// A line of the table: a figure of ours beside one of a peer's.
///
/// @param goal its number and what is wanted
/// @param ratio of ours to theirs, with the least and the largest of the rounds where there are any
record Row(
    String id,
    String work,
    String ours,
    String peer,
    String theirs,
    String ratio,
    String goal,
    boolean met) {

  /// A ratio that must not be smaller.
  static Row atLeast(String id, String work, Contest contest, double goal) {
    return of(id, work, contest, "at least " + number(goal), contest.ratio() >= goal);
  }

  /// A ratio that must not be larger.
  static Row atMost(String id, String work, Contest contest, double goal) {
    return of(id, work, contest, "at most " + number(goal), contest.ratio() <= goal);
  }

  private static Row of(String id, String work, Contest contest, String goal, boolean met) {
    return new Row(
        id,
        work,
        contest.ours().text(),
        contest.theirs().name(),
        contest.theirs().text(),
        contest.spread(),
        goal,
        met);
  }

  /// A figure that stands for itself and must not be larger.
  static Row limit(String id, String work, Figure ours, double most) {
    String goal = "at most " + number(most) + " " + ours.unit();
    return new Row(id, work, ours.text(), "", "", "", goal, ours.value() <= most);
  }

  /// A figure that stands for itself and must not be smaller.
  static Row least(String id, String work, Figure ours, double least) {
    String goal = "at least " + number(least) + " " + ours.unit();
    return new Row(id, work, ours.text(), "", "", "", goal, ours.value() >= least);
  }

  /// A figure without a goal.
  static Row plain(String id, String work, Figure ours) {
    return new Row(id, work, ours.text(), "", "", "", "", true);
  }

  static String number(double value) {
    return value >= 1000 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  String line() {
    return String.join(" | ", id, work, ours, peer, theirs, ratio, goal, verdict());
  }

  private String verdict() {
    return goal.isEmpty() ? "" : met ? "met" : "missed";
  }

  static String table(List<Row> rows) {
    var text = new StringBuilder("| | work | Varve | peer | peer's | ratio | goal | |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| ").append(row.line()).append(" |\n");
    }
    return text.toString();
  }

  static String json(List<Row> rows) {
    var text = new StringBuilder("[");
    for (Row row : rows) {
      text.append(text.length() == 1 ? "\n" : ",\n")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"id\":\"%s\",\"work\":\"%s\",\"ours\":\"%s\",\"peer\":\"%s\","
                      + "\"theirs\":\"%s\",\"ratio\":\"%s\",\"goal\":\"%s\",\"met\":%s}",
                  row.id,
                  row.work,
                  row.ours,
                  row.peer,
                  row.theirs,
                  row.ratio,
                  row.goal,
                  row.met));
    }
    return text.append("\n]\n").toString();
  }
}
