package dev.varve.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters behind the question mark, decoded as forms are: `+` and `%20` are spaces.
///
/// @param names in order
/// @param values beside the names
record Query(List<String> names, List<String> values) {
  private static final int PARAMETERS_MAX = 1000;
  private static final Query NONE = new Query(List.of(), List.of());

  /// @param text without the question mark
  /// @throws Refusal with 400 for a broken escape or too many parameters
  static Query parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (String pair : text.split("&", PARAMETERS_MAX + 1)) {
      if (names.size() == PARAMETERS_MAX) {
        throw new Refusal(400, "The query must have at most " + PARAMETERS_MAX + " parameters.");
      }
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        names.add(decode(equals < 0 ? pair : pair.substring(0, equals)));
        values.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Query(names, values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Refusal(400, "The query must have only whole escapes such as %20.");
    }
  }

  Optional<String> first(String name) {
    int place = names.indexOf(name);
    return place < 0 ? Optional.empty() : Optional.of(values.get(place));
  }

  List<String> all(String name) {
    var found = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        found.add(values.get(i));
      }
    }
    return List.copyOf(found);
  }
}
