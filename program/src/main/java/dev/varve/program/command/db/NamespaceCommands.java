package dev.varve.program.command.db;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `varve db list`, `ns`, `retention`, `schema` and `compact`.
final class NamespaceCommands {
  private NamespaceCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.reading(
            () ->
                Shown.option(
                    DbCommand.withNamespace(
                            Options.command(
                                "db list",
                                "List the keys of a namespace.",
                                "varve db list people --prefix a"))
                        .addOption(Options.value("TEXT", "Only keys that start so.", "--prefix"))
                        .addOption(Options.value("KEY", "Only keys behind this one.", "--after"))
                        .addOption(Options.value("N", "At most so many. Default: 1000.", "--limit"))
                        .addOption(Options.value("POINT", "As it was at a seq or time.", "--at")),
                    "table"),
            NamespaceCommands::list),
        DbCommand.reading(
            () ->
                Shown.option(
                    Options.command("db ns", "List the namespaces.", "varve db ns"), "table"),
            NamespaceCommands::namespaces),
        DbCommand.writing(
            () ->
                DbCommand.withNamespace(
                        Options.command(
                            "db retention",
                            "Show or set which versions a namespace keeps.",
                            "varve db retention people --keep-last 1000",
                            "varve db retention sessions --ttl 30m --entries 100000"))
                    .addOption(Options.flag("Every version.", "--all"))
                    .addOption(Options.value("N", "The newest of each key.", "--keep-last"))
                    .addOption(Options.value("TIME", "Versions younger than this.", "--keep-for"))
                    .addOption(
                        Options.value(
                            "TIME", "Of older ones the last in each interval.", "--squash"))
                    .addOption(
                        Options.value("TIME", "How old they must be for --squash.", "--after"))
                    .addOption(Options.value("TIME", "No history: in memory for so long.", "--ttl"))
                    .addOption(Options.value("N", "At most so many, for --ttl.", "--entries")),
            NamespaceCommands::retention),
        DbCommand.writing(
            () ->
                DbCommand.withNamespace(
                        Options.command(
                            "db schema",
                            "Show or set the JSON Schema of a namespace.",
                            "varve db schema people @person.schema.json"))
                    .addPositional(
                        Options.at(1, Options.optional("JSON", "The schema, @FILE, or -."))),
            NamespaceCommands::schema),
        DbCommand.reading(
            () ->
                Options.command(
                    "db compact",
                    "Apply every namespace's retention now and free the space.",
                    "varve db compact"),
            (store, invocation) ->
                Shown.json(invocation, store.json(StoreRequest.to("POST", "compact")))));
  }

  private static void list(DbAccess store, Invocation invocation) {
    StoreRequest request =
        DbCommand.withOptions(
            StoreRequest.to("GET", invocation.required(0), "keys"),
            invocation,
            "prefix",
            "after",
            "limit",
            "at");
    JsonObject answer = store.object(request);
    if (Shown.asTable(invocation, "table")) {
      Shown.table(invocation, answer.get("keys"), "key");
    } else {
      Shown.json(invocation, answer);
    }
  }

  private static void namespaces(DbAccess store, Invocation invocation) {
    JsonObject answer = store.object(StoreRequest.to("GET", "namespaces"));
    if (Shown.asTable(invocation, "table")) {
      Shown.table(
          invocation,
          answer.get("namespaces"),
          "name",
          "documents",
          "versions",
          "bytes",
          "retention",
          "durability");
    } else {
      Shown.json(invocation, answer);
    }
  }

  private static void retention(DbAccess store, Invocation invocation) {
    String namespace = invocation.required(0);
    Optional<Json> wanted = wanted(invocation);
    StoreRequest request =
        wanted.isEmpty()
            ? StoreRequest.to("GET", namespace, "config")
            : StoreRequest.to("PUT", namespace, "config")
                .withBody(
                    Json.of("retention", wanted.get()).compact().getBytes(StandardCharsets.UTF_8));
    Shown.json(invocation, store.json(request));
  }

  private static Optional<Json> wanted(Invocation invocation) {
    if (invocation.has("--all")) {
      return Optional.of(Json.of("all"));
    }
    if (invocation.has("--keep-last")) {
      return Optional.of(Json.of("keepLast", number(invocation, "--keep-last")));
    }
    if (invocation.has("--keep-for")) {
      return Optional.of(Json.of("keepFor", text(invocation, "--keep-for")));
    }
    if (invocation.has("--squash")) {
      return Optional.of(
          Json.of("squash", text(invocation, "--squash"))
              .with("after", text(invocation, "--after")));
    }
    return invocation.has("--ttl")
        ? Optional.of(
            Json.of("ttl", text(invocation, "--ttl"))
                .with("entries", number(invocation, "--entries")))
        : Optional.empty();
  }

  private static Json text(Invocation invocation, String option) {
    return Json.of(invocation.option(option).orElse(""));
  }

  private static Json number(Invocation invocation, String option) {
    return Json.of(QueryOptions.number(option, invocation.option(option).orElse("")));
  }

  private static void schema(DbAccess store, Invocation invocation) {
    String namespace = invocation.required(0);
    StoreRequest request =
        invocation
            .parameter(1)
            .map(word ->
                StoreRequest.to("PUT", namespace, "schema").withBody(Input.bytes(invocation, word)))
            .orElseGet(() -> StoreRequest.to("GET", namespace, "schema"));
    Shown.json(invocation, store.json(request));
  }
}
