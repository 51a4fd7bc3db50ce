package dev.varve.program.command.db;

import dev.varve.base.json.Json;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import java.util.List;

/// `varve db set`, `get`, `del` and `revert`: one document.
final class DocumentCommands {
  private static final String POINT = "A seq, a time, a day, now-5m, or a version's id.";

  private DocumentCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.writing(
            () ->
                DbCommand.withOrigin(
                    DbCommand.withKey(
                            Options.command(
                                "db set",
                                "Write a document.",
                                "varve db set people ann '{\"age\": 31}'",
                                "varve db set people ann @ann.json --author bob --message birthday"))
                        .addPositional(
                            Options.required(
                                "JSON", "The document, @FILE, or - for standard input."))
                        .addOption(
                            Options.value(
                                "VID", "Only if the latest version is this one.", "--if-vid"))
                        .addOption(Options.flag("Only if there is no document.", "--if-absent"))),
            DocumentCommands::set),
        DbCommand.reading(
            () ->
                DbCommand.withKey(
                        Options.command(
                            "db get",
                            "Read a document, now or as it was.",
                            "varve db get people ann",
                            "varve db get people ann --at now-5m"))
                    .addOption(Options.value("POINT", POINT, "--at"))
                    .addOption(Options.flag("Show the version too.", "--envelope")),
            DocumentCommands::get),
        DbCommand.reading(
            () ->
                DbCommand.withOrigin(
                    DbCommand.withKey(
                            Options.command(
                                "db del",
                                "Delete a document; its history stays.",
                                "varve db del people ann",
                                "varve db del people ann --erase"))
                        .addOption(Options.flag("Remove all its values for good.", "--erase"))
                        .addOption(
                            Options.value(
                                "VID", "Only if the latest version is this one.", "--if-vid"))),
            DocumentCommands::delete),
        DbCommand.reading(
            () ->
                DbCommand.withOrigin(
                    DbCommand.withKey(
                            Options.command(
                                "db revert",
                                "Make an earlier value current again.",
                                "varve db revert people ann --to now-1h"))
                        .addOption(Options.value("POINT", POINT, "--to"))),
            DocumentCommands::revert));
  }

  private static void set(DbAccess store, Invocation invocation) {
    StoreRequest request =
        conditional(DbCommand.document("PUT", invocation), invocation)
            .withBody(Input.bytes(invocation, invocation.required(2)));
    if (invocation.has("--if-absent")) {
      request = request.withHeader("if-none-match", "*");
    }
    Shown.json(invocation, store.json(request));
  }

  private static StoreRequest conditional(StoreRequest request, Invocation invocation) {
    StoreRequest signed = DbCommand.signed(request, invocation);
    return invocation
        .option("--if-vid")
        .map(vid -> signed.withHeader("x-varve-if-version", StoreRequest.encode(vid)))
        .orElse(signed);
  }

  private static void get(DbAccess store, Invocation invocation) {
    StoreRequest request =
        invocation
            .option("--at")
            .map(point -> DbCommand.document("GET", invocation, "at", point))
            .orElseGet(() -> DbCommand.document("GET", invocation));
    Json json =
        store.json(invocation.has("--envelope") ? request.with("envelope", "true") : request);
    Shown.json(invocation, json);
  }

  private static void delete(DbAccess store, Invocation invocation) {
    StoreRequest request = conditional(DbCommand.document("DELETE", invocation), invocation);
    Shown.json(
        invocation,
        store.json(invocation.has("--erase") ? request.with("erase", "true") : request));
  }

  private static void revert(DbAccess store, Invocation invocation) {
    StoreRequest request =
        DbCommand.signed(DbCommand.document("POST", invocation, "revert"), invocation);
    Shown.json(invocation, store.json(DbCommand.withOptions(request, invocation, "to")));
  }
}
