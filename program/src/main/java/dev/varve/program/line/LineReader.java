package dev.varve.program.line;

import dev.varve.base.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the words behind a command's name. Options and parameters may be mixed; `--name=value` and
/// `--name value` are the same; behind `--` there are parameters only; `-` alone is a parameter.
public final class LineReader {
  private static final String HELP = "--help";

  private final CommandSpec spec;
  private final List<String> typed;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private int next;

  private LineReader(CommandSpec spec, List<String> typed) {
    this.spec = spec;
    this.typed = typed;
  }

  public static Reading read(CommandSpec spec, List<String> typed) {
    return new LineReader(spec, typed).read();
  }

  private Reading read() {
    boolean onlyWords = false;
    Reading.@Nullable Refused refused = null;
    while (refused == null && next < typed.size()) {
      String word = typed.get(next++);
      if (onlyWords || word.length() < 2 || word.charAt(0) != '-') {
        words.add(word);
      } else if (word.equals("--")) {
        onlyWords = true;
      } else {
        refused = option(word);
      }
    }
    if (refused == null && !values.containsKey(HELP)) {
      refused = counted();
    }
    return refused != null ? refused : new Reading.Understood(spec, values, words);
  }

  private Reading.@Nullable Refused option(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    OptionSpec option = spec.option(name);
    if (option == null) {
      return unknown(name);
    }
    String value = equals < 0 ? null : word.substring(equals + 1);
    if (option.takesValue() && value == null) {
      if (next == typed.size() || spec.option(typed.get(next)) != null) {
        return refused(name + " must have a value, " + option.label() + ", but has none");
      }
      value = typed.get(next++);
    } else if (!option.takesValue() && value != null) {
      return refused(name + " must stand alone, but has the value '" + value + "'");
    }
    return values.put(option.names().getLast(), value == null ? "" : value) == null
        ? null
        : refused(name + " must be given once, but is given twice");
  }

  private Reading.Refused unknown(String name) {
    var known = new ArrayList<String>();
    spec.options().forEach(each -> known.addAll(each.names()));
    String hint = Suggestion.nearest(name, known).map(n -> "did you mean '" + n + "'?").orElse("");
    return new Reading.Refused("the option must be a known one, but is '" + name + "'", hint);
  }

  /// Whether there are as many words as the command takes.
  private Reading.@Nullable Refused counted() {
    int most = 0;
    for (ParameterSpec each : spec.parameters()) {
      if (each.times() == ParameterSpec.Times.ONCE && words.size() <= most) {
        return refused(each.label() + " must be given, but is not");
      }
      most = each.times() == ParameterSpec.Times.ANY ? Integer.MAX_VALUE : most + 1;
    }
    return words.size() > most
        ? refused("nothing more must follow, but there is '" + words.get(most) + "'")
        : null;
  }

  private static Reading.Refused refused(String rule) {
    return new Reading.Refused(rule, "");
  }
}
