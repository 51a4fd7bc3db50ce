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
                DbCommand.withNamespace(
                        Options.command(
                            "db list",
                            "List the keys of a namespace.",
                            "varve db list people --prefix a"))
                    .addOption(Options.value("TEXT", "Only keys that start so.", "--prefix"))
                    .addOption(Options.value("KEY", "Only keys behind this one.", "--after"))
                    .addOption(Options.value("N", "At most so many. Default: 1000.", "--limit"))
                    .addOption(Options.value("POINT", "As it was at a seq or time.", "--at")),
            NamespaceCommands::list),
        DbCommand.reading(
            () -> Options.command("db ns", "List the namespaces.", "varve db ns"),
            NamespaceCommands::namespaces),
        DbCommand.reading(
            () ->
                Options.command(
                    "db du",
                    "Show what each namespace takes on the disk.",
                    "varve db du",
                    "varve db du -o yaml"),
            NamespaceCommands::usage),
        retention(),
        DbCommand.writing(
            () ->
                DbCommand.withNamespace(
                        Options.command(
                            "db schema",
                            "Show or set the JSON Schema of a namespace.",
                            "varve db schema people @person.schema.json"))
                    .addPositional(Options.optional("JSON", "The schema, @FILE, or -."))
                    .addOption(Options.value("POINT", "The one of a seq or time.", "--at")),
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

  private static Command retention() {
    return DbCommand.writing(
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
                    Options.value("TIME", "Of older ones the last in each interval.", "--squash"))
                .addOption(Options.value("TIME", "How old they must be for --squash.", "--after"))
                .addOption(Options.value("TIME", "No history: in memory for so long.", "--ttl"))
                .addOption(Options.value("N", "At most so many, for --ttl.", "--entries")),
        NamespaceCommands::retention);
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
    Shown.rows(invocation, answer, "keys", "key");
  }

  private static void namespaces(DbAccess store, Invocation invocation) {
    JsonObject answer = store.object(StoreRequest.to("GET", "namespaces"));
    Shown.rows(
        invocation,
        answer,
        "namespaces",
        "name",
        "documents",
        "versions",
        "bytes",
        "retention",
        "durability");
  }

  private static void usage(DbAccess store, Invocation invocation) {
    JsonObject answer = store.object(StoreRequest.to("GET", "usage"));
    Shown.rows(
        invocation,
        answer,
        "namespaces",
        "name",
        "documents",
        "versions",
        "liveBytes",
        "diskBytes");
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
            .orElseGet(() ->
                DbCommand.withOptions(
                    StoreRequest.to("GET", namespace, "schema"), invocation, "at"));
    Shown.json(invocation, store.json(request));
  }
}
