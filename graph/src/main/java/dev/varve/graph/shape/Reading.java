package dev.varve.graph.shape;

import dev.varve.base.Code;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/// Where a reader stands in the value it reads, and what was wrong so far. One list of problems is
/// shared by all places of one reading. Not for several threads.
public final class Reading {
  private static final int SHOWN_MAX = 60;

  private final List<String> path;
  private final Function<List<String>, String> places;
  private final List<Problem> problems;

  private Reading(
      List<String> path, Function<List<String>, String> places, List<Problem> problems) {
    this.path = path;
    this.places = places;
    this.problems = problems;
  }

  /// At the root of a value.
  ///
  /// @param places `file:line:column` by path, empty where unknown
  public static Reading of(Function<List<String>, String> places) {
    return new Reading(List.of(), places, new ArrayList<>());
  }

  /// One step further in: a member name, or an index as decimal text.
  public Reading at(String step) {
    var longer = new ArrayList<>(path);
    longer.add(step);
    return new Reading(List.copyOf(longer), places, problems);
  }

  public Reading at(int index) {
    return at(Integer.toString(index));
  }

  /// Every problem of the whole reading so far.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// Each problem of a place once: a profile or a group brings the same one for each of its routes.
  public static List<Problem> once(List<Problem> problems) {
    var seen = new HashSet<String>();
    return problems.stream()
        .filter(one -> one.where().isEmpty() || seen.add(one.where() + rule(one)))
        .toList();
  }

  private static String rule(Problem problem) {
    int must = problem.message().indexOf(" must ");
    return must < 0 ? problem.message() : problem.message().substring(must);
  }

  /// How many problems the whole reading has so far.
  public int count() {
    return problems.size();
  }

  /// The steps from the root to here.
  public List<String> path() {
    return path;
  }

  /// Tells a problem here: `<path> <message>; <next>`.
  public void problem(Code code, String message, String next) {
    String name = Paths.text(path);
    String where = places.apply(path);
    String text = (name.isEmpty() ? "" : name + " ") + message;
    problems.add(new Problem(code, where, visible(text), visible(next)));
  }

  /// The value is of a kind that cannot be meant.
  public void wrongKind(String words, Json json, String next) {
    problem(GraphCode.WRONG_KIND, "must be " + words + ", but is " + shown(json), next);
  }

  /// A bound or rule told by an exception of the form `must …, but is …`.
  public void refused(IllegalArgumentException wrong) {
    String message = String.valueOf(wrong.getMessage());
    int must = message.indexOf(" must ");
    if (must > 0 && message.substring(0, must).chars().allMatch(Character::isLetterOrDigit)) {
      at(message.substring(0, must))
          .problem(GraphCode.WRONG_VALUE, message.substring(must + 1), "");
    } else {
      problem(GraphCode.WRONG_VALUE, message, "");
    }
  }

  /// Control characters of what somebody wrote never reach a terminal or a log.
  private static String visible(String text) {
    if (text.chars().noneMatch(c -> c < 0x20 || c == 0x7f)) {
      return text;
    }
    var visible = new StringBuilder();
    text.chars()
        .forEach(c ->
            visible.append(
                c < 0x20 || c == 0x7f ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
    return visible.toString();
  }

  /// A value in a message: short ones whole, others by kind.
  public static String shown(Json json) {
    String text = json.compact();
    return switch (json) {
      case JsonObject _ when text.length() > SHOWN_MAX -> "an object";
      case JsonArray _ when text.length() > SHOWN_MAX -> "a list";
      default -> text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    };
  }
}
