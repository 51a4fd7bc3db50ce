package dev.varve.program.command.db;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import dev.varve.program.line.OptionSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `varve keys create`, `ls` and `revoke`, and `varve audit`.
final class KeyCommands {
  private static final List<String> ROLES = List.of("read", "write", "admin");

  private KeyCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.writing(
            () ->
                Options.command(
                        "keys create",
                        "Make an API key. Its token is shown this once and kept nowhere.",
                        "varve keys create website --read 'public*,news'",
                        "varve keys create ci --write 'app*' --admin app-test --expires 90d")
                    .addPositional(Options.required("NAME", "Who will use it."))
                    .addOption(namespaces("Namespaces it may read", "--read"))
                    .addOption(namespaces("Namespaces it may read and write", "--write"))
                    .addOption(namespaces("Namespaces it may also configure and erase", "--admin"))
                    .addOption(Options.value("TIME", "When it ends: 90d, or a time.", "--expires")),
            KeyCommands::create),
        DbCommand.reading(
            () -> Options.command("keys ls", "List the API keys.", "varve keys ls"),
            (store, invocation) ->
                Shown.rows(
                    invocation,
                    store.object(StoreRequest.to("GET", "keys")),
                    "keys",
                    "id",
                    "name",
                    "grants",
                    "created",
                    "expires")),
        DbCommand.reading(
            () ->
                Options.command(
                        "keys revoke", "End an API key.", "varve keys revoke 8f14e45fceea167a")
                    .addPositional(Options.required("ID", "Its id.")),
            (store, invocation) ->
                Shown.json(
                    invocation,
                    store.json(
                        StoreRequest.to("DELETE", "keys").with("id", invocation.required(0))))),
        DbCommand.reading(
            () ->
                Options.command(
                        "audit",
                        "Show who did, or was refused, what only some may do; the newest first.",
                        "varve audit",
                        "varve audit --denied --limit 10")
                    .addOption(Options.flag("Only what was refused.", "--denied"))
                    .addOption(Options.value("N", "At most so many. Default: 50.", "--limit")),
            KeyCommands::audit));
  }

  private static OptionSpec namespaces(String sentence, String name) {
    return Options.value(
        "NAMESPACES", sentence + ", with commas between; app* for all that start so.", name);
  }

  private static void create(DbAccess store, Invocation invocation) {
    var grants = new ArrayList<Json>();
    for (String role : ROLES) {
      String names = invocation.option("--" + role).orElse("");
      for (String each : names.isEmpty() ? new String[0] : names.split(",", -1)) {
        grants.add(Json.of("namespaces", Json.of(each.strip())).with("role", Json.of(role)));
      }
    }
    if (grants.isEmpty()) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE,
              "keys create",
              "a key must be for something, but none of --read, --write and --admin is given",
              "such as --read 'public*'"));
    }
    JsonObject body =
        Json.of("name", Json.of(invocation.required(0))).with("grants", new JsonArray(grants));
    String expires = invocation.option("--expires").orElse("");
    if (!expires.isEmpty()) {
      body = body.with("expires", Json.of(expires));
    }
    Shown.json(
        invocation,
        store.json(
            StoreRequest.to("POST", "keys")
                .withBody(body.compact().getBytes(StandardCharsets.UTF_8))));
  }

  private static void audit(DbAccess store, Invocation invocation) {
    long limit =
        invocation.option("--limit").map(text -> QueryOptions.number("--limit", text)).orElse(50L);
    JsonObject query = Json.of("sort", Json.of("-$seq")).with("limit", Json.of(limit));
    if (invocation.has("--denied")) {
      query = query.with("filter", Json.of("outcome = 'denied'"));
    }
    JsonObject answer =
        store.object(
            StoreRequest.to("POST", "varve.audit", "query")
                .withBody(query.compact().getBytes(StandardCharsets.UTF_8)));
    var events = new ArrayList<Json>();
    if (answer.get("documents") instanceof JsonArray(List<Json> items)) {
      for (Json item : items) {
        if (item instanceof JsonObject row && row.get("value") instanceof JsonObject event) {
          events.add(event.with("time", Json.of(String.valueOf(row.text("time")))));
        }
      }
    }
    Shown.rows(
        invocation,
        Json.of("events", new JsonArray(events)),
        "events",
        "time",
        "outcome",
        "actor",
        "action",
        "where");
  }
}
