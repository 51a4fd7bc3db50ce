package dev.varve.program.command.db;

import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import java.util.List;

/// `varve db log`, `diff` and `blame`: how a document came about.
final class HistoryCommands {
  private HistoryCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.reading(
            () ->
                DbCommand.withKey(
                        Options.command(
                            "db log",
                            "Show the versions of a key, newest first.",
                            "varve db log people ann",
                            "varve db log people ann --limit 3 -o json"))
                    .addOption(Options.value("N", "At most so many. Default: 100.", "--limit"))
                    .addOption(Options.value("SEQ", "Only versions before this seq.", "--before"))
                    .addOption(Options.value("POINT", "As it was at a point.", "--at")),
            HistoryCommands::log),
        DbCommand.reading(
            () ->
                DbCommand.withKey(
                        Options.command(
                            "db diff",
                            "Show what changed between two versions, as JSON Patch.",
                            "varve db diff people ann",
                            "varve db diff people ann --from now-1d --to now"))
                    .addOption(
                        Options.value(
                            "POINT", "Default: the version before the other one.", "--from"))
                    .addOption(Options.value("POINT", "Default: now.", "--to")),
            (store, invocation) ->
                Shown.json(
                    invocation,
                    store.json(
                        DbCommand.withOptions(
                            DbCommand.document("GET", invocation, "diff"),
                            invocation,
                            "from",
                            "to")))),
        DbCommand.reading(
            () ->
                DbCommand.withKey(
                        Options.command(
                            "db blame",
                            "Show which version last changed each place of a document.",
                            "varve db blame people ann"))
                    .addOption(Options.value("POINT", "As it was at a point.", "--at")),
            HistoryCommands::blame));
  }

  private static void log(DbAccess store, Invocation invocation) {
    StoreRequest request =
        DbCommand.withOptions(
            DbCommand.document("GET", invocation, "history"), invocation, "limit", "before", "at");
    JsonObject answer = store.object(request);
    Shown.rows(invocation, answer, "versions", "seq", "time", "action", "author", "message", "vid");
  }

  private static void blame(DbAccess store, Invocation invocation) {
    JsonObject answer =
        store.object(
            DbCommand.withOptions(
                DbCommand.document("GET", invocation, "blame"), invocation, "at"));
    Shown.rows(invocation, answer, "lines", "seq", "time", "author", "path", "value");
  }
}
