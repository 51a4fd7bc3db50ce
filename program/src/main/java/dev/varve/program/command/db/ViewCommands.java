package dev.varve.program.command.db;

import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import dev.varve.program.line.CommandSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `varve db view ...` and `varve db index ...`: what is kept up to date with a namespace.
final class ViewCommands {
  private ViewCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.writing(
            () ->
                DbCommand.withOrigin(
                    QueryOptions.on(
                        named(
                            Options.command(
                                "db view create",
                                "Create or change a view.",
                                "varve db view create people cities --group city --count")))),
            ViewCommands::create),
        listing("db view list", "List the views of a namespace.", "views", "query"),
        DbCommand.reading(
            () ->
                named(
                        Options.command(
                            "db view query",
                            "Show the answer of a view, now or as it was.",
                            "varve db view query people cities",
                            "varve db view query people cities --at now-1d"))
                    .addOption(Options.value("POINT", "As it was at a seq or time.", "--at")),
            (store, invocation) ->
                Shown.json(
                    invocation,
                    store.json(
                        DbCommand.withOptions(
                            StoreRequest.to(
                                "GET", invocation.required(0), "views", invocation.required(1)),
                            invocation,
                            "at")))),
        DbCommand.reading(
            () -> named(Options.command("db view refresh", "Make a view's answer anew.")),
            (store, invocation) ->
                Shown.json(
                    invocation,
                    store.json(
                        StoreRequest.to(
                            "POST",
                            invocation.required(0),
                            "views",
                            invocation.required(1),
                            "refresh")))),
        one("db view delete", "Delete a view.", "DELETE", "views"),
        DbCommand.writing(
            () ->
                named(
                        Options.command(
                            "db index create",
                            "Create or change an index.",
                            "varve db index create people by-age age,name"))
                    .addPositional(Options.required("PATHS", "One to eight, with commas between.")),
            ViewCommands::createIndex),
        listing("db index list", "List the indexes of a namespace.", "indexes", "paths"),
        one("db index delete", "Delete an index.", "DELETE", "indexes"));
  }

  private static CommandSpec named(CommandSpec spec) {
    return DbCommand.withNamespace(spec).addPositional(Options.required("NAME", "Its name."));
  }

  private static Command listing(String name, String sentence, String kind, String column) {
    return DbCommand.reading(
        () ->
            DbCommand.withNamespace(Options.command(name, sentence, "varve " + name + " people"))
                .addOption(Options.value("POINT", "As it was at a seq or time.", "--at")),
        (store, invocation) -> {
          JsonObject answer =
              store.object(
                  DbCommand.withOptions(
                      StoreRequest.to("GET", invocation.required(0), kind), invocation, "at"));
          Shown.rows(invocation, answer, kind, "name", column);
        });
  }

  private static Command one(String name, String sentence, String method, String kind) {
    return DbCommand.reading(
        () -> named(Options.command(name, sentence, "varve " + name + " people NAME")),
        (store, invocation) ->
            Shown.json(
                invocation,
                store.json(
                    StoreRequest.to(
                        method, invocation.required(0), kind, invocation.required(1)))));
  }

  private static void create(DbAccess store, Invocation invocation) {
    JsonObject query = QueryOptions.read(invocation);
    put(store, invocation, "views", query);
  }

  private static void createIndex(DbAccess store, Invocation invocation) {
    put(
        store,
        invocation,
        "indexes",
        JsonObject.EMPTY.with("paths", QueryOptions.list(invocation.required(2))));
  }

  private static void put(
      DbAccess store, Invocation invocation, String kind, JsonObject definition) {
    StoreRequest request =
        StoreRequest.to("PUT", invocation.required(0), kind, invocation.required(1))
            .withBody(definition.compact().getBytes(StandardCharsets.UTF_8));
    Shown.json(
        invocation,
        store.json(kind.equals("views") ? DbCommand.signed(request, invocation) : request));
  }
}
