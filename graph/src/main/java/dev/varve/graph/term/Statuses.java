package dev.varve.graph.term;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sets of HTTP statuses as text: `200-399`, `200,204`.
public final class Statuses {
  private static final Pattern PART = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

  private Statuses() {}

  /// The text itself.
  ///
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static String check(String text) {
    for (String part : text.split(",", -1)) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "must be statuses such as '200-399' or '200,204', but is '" + text + "'");
      }
    }
    return text;
  }

  /// Whether a status is in the set.
  public static boolean contains(String set, int status) {
    for (String part : set.split(",", -1)) {
      Matcher form = PART.matcher(part);
      if (form.matches()) {
        int from = Integer.parseInt(form.group(1));
        int to = form.group(2) == null ? from : Integer.parseInt(form.group(2));
        if (from <= status && status <= to) {
          return true;
        }
      }
    }
    return false;
  }

  /// One status.
  ///
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static String one(String text) {
    if (!text.matches("[1-5]\\d\\d")) {
      throw new IllegalArgumentException("must be a status such as '404', but is '" + text + "'");
    }
    return text;
  }

  /// One status of an error, or `4xx` or `5xx`.
  ///
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static String oneOrClass(String text) {
    if (!text.matches("[45](\\d\\d|xx)")) {
      throw new IllegalArgumentException(
          "must be a status such as '404', or '4xx' or '5xx', but is '" + text + "'");
    }
    return text;
  }
}
