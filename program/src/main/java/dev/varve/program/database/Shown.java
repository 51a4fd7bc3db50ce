package dev.varve.program.database;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreReply;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.line.CommandSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How commands show what the store answered: as JSON, as YAML, or as a table for people.
public final class Shown {
  private enum Form {
    JSON,
    YAML,
    TABLE
  }

  private Shown() {}

  /// The option that chooses.
  public static CommandSpec option(CommandSpec spec) {
    return spec.addOption(
        Options.value("FORM", "How to print: json, yaml or table.", "-o", "--output-form"));
  }

  /// @throws Failure when a form is asked for that there is not
  public static void check(Invocation invocation) {
    form(invocation, Form.JSON);
  }

  private static Form form(Invocation invocation, Form absent) {
    String word = invocation.option("-o").orElse(absent.name().toLowerCase(Locale.ROOT));
    for (Form form : Form.values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
        return form;
      }
    }
    throw new Failure(
        new Problem(
            ProgramCode.USAGE, "-o", "must be json, yaml or table, but is '" + word + "'", ""));
  }

  /// An answer, as JSON when nothing else is asked for.
  public static void json(Invocation invocation, Json json) {
    switch (form(invocation, Form.JSON)) {
      case JSON -> invocation.terminal().out().print(json.pretty());
      case YAML -> invocation.terminal().out().print(YamlText.of(json));
      case TABLE -> TableText.of(json).forEach(invocation.terminal()::print);
    }
  }

  /// An answer of any size: it is printed as it comes, and no more than a row of it is held, or the
  /// first page of a table.
  public static void stream(Invocation invocation, DbAccess store, StoreRequest request) {
    StoreReply reply = store.done(request);
    var terminal = invocation.terminal();
    try (var out = new BufferedOutputStream(new Printed(terminal.out()), 1 << 16)) {
      switch (form(invocation, Form.JSON)) {
        case JSON -> {
          try (var indented = new IndentedOutput(out)) {
            reply.writeTo(indented);
          }
        }
        case YAML -> {
          var yaml = new YamlParts(out);
          parts(reply, yaml);
          yaml.end();
        }
        case TABLE -> {
          var table = new TableParts(out);
          parts(reply, table);
          table.end();
        }
      }
    } catch (IOException e) {
      if (terminal.out().checkError()) {
        return; // nobody reads it to the end
      }
      throw new Failure(
          new Problem(
              ProgramCode.UNEXPECTED,
              request.target(),
              "must answer to the end, but broke off: " + e,
              "what was printed is not the whole"),
          e);
    }
  }

  private static void parts(StoreReply reply, AnswerParts.Reader reader) throws IOException {
    try (var out = new AnswerParts(reader)) {
      reply.writeTo(out);
    }
  }

  /// An answer of rows, as a table when nothing else is asked for: a column for each of the names.
  ///
  /// @param member which member of the answer has the rows
  public static void rows(
      Invocation invocation, JsonObject answer, String member, String... columns) {
    if (form(invocation, Form.TABLE) == Form.TABLE) {
      TableText.of(answer.get(member), List.of(columns)).forEach(invocation.terminal()::print);
    } else {
      json(invocation, answer);
    }
  }

  /// One of many that come one after the other: a line of JSON, a document of YAML, or a line of
  /// these members.
  public static void line(Invocation invocation, Json json, String... columns) {
    switch (form(invocation, Form.JSON)) {
      case JSON -> invocation.terminal().print(json.compact());
      case YAML -> invocation.terminal().out().print("---\n" + YamlText.of(json));
      case TABLE ->
          invocation
              .terminal()
              .print(String.join("  ", TableText.cells(json, List.of(columns))).stripTrailing());
    }
  }

  /// Whether lines of JSON can be passed on as they are.
  public static boolean isJson(Invocation invocation) {
    return form(invocation, Form.JSON) == Form.JSON;
  }
}
