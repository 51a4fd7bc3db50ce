package dev.varve.program.command.db;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.line.CommandSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A query as options: `--filter 'age > 30' --sort name --limit 10 --avg age --group city`.
final class QueryOptions {
  private static final List<String> FUNCTIONS = List.of("sum", "avg", "min", "max", "distinct");

  private QueryOptions() {}

  static CommandSpec on(CommandSpec spec) {
    spec.addOption(
            Options.value("FILTER", "Such as \"age > 30 and tags contains 'x'\".", "--filter"))
        .addOption(Options.value("PATHS", "Such as -age,name; minus for greatest first.", "--sort"))
        .addOption(Options.value("PATHS", "Only these parts, with commas between.", "--fields"))
        .addOption(Options.value("N", "At most so many.", "--limit"))
        .addOption(Options.value("PATHS", "One line for each group of equal values.", "--group"))
        .addOption(Options.flag("Count them.", "--count"));
    for (String function : FUNCTIONS) {
      spec.addOption(
          Options.value("PATH", "The " + function + " of the values there.", "--" + function));
    }
    return spec;
  }

  /// The query in its JSON form.
  static JsonObject read(Invocation invocation) {
    var members = new LinkedHashMap<String, Json>();
    invocation.option("--filter").ifPresent(text -> members.put("filter", Json.of(text)));
    invocation.option("--sort").ifPresent(text -> members.put("sort", Json.of(text)));
    invocation.option("--fields").ifPresent(text -> members.put("fields", list(text)));
    invocation.option("--group").ifPresent(text -> members.put("group", list(text)));
    JsonObject aggregates = aggregates(invocation);
    if (!aggregates.members().isEmpty()) {
      members.put("aggregates", aggregates);
      if (!members.containsKey("group")) {
        members.put("limit", Json.of(0));
      }
    }
    invocation
        .option("--limit")
        .ifPresent(text -> members.put("limit", Json.of(number("--limit", text))));
    return new JsonObject(members);
  }

  private static JsonObject aggregates(Invocation invocation) {
    JsonObject all = JsonObject.EMPTY;
    if (invocation.has("--count")) {
      all = all.with("count", Json.of("count", Json.of("$")));
    }
    for (String function : FUNCTIONS) {
      String path = invocation.option("--" + function).orElse("");
      if (!path.isEmpty()) {
        all = all.with(function + "(" + path + ")", Json.of(function, Json.of(path)));
      }
    }
    return all;
  }

  static JsonArray list(String text) {
    var items = new ArrayList<Json>();
    for (String item : text.split(",", -1)) {
      items.add(Json.of(item.strip()));
    }
    return new JsonArray(items);
  }

  /// A whole number that stands on the command line.
  static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE, option, "must be a whole number, but is '" + text + "'", ""));
    }
  }
}
