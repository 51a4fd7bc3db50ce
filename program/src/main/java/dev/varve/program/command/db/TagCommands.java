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

/// `varve db tag` and `untag`: names for positions, which retention keeps readable.
final class TagCommands {
  private TagCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.writing(
            () ->
                DbCommand.withOrigin(
                    Options.command(
                            "db tag",
                            "List the tags, or name a position, which stays readable then.",
                            "varve db tag",
                            "varve db tag release --ns people",
                            "varve db get people ann --at tag:release")
                        .addPositional(Options.optional("NAME", "The tag."))
                        .addOption(
                            Options.value("NS", "Keep this namespace only. Default: all.", "--ns"))
                        .addOption(
                            Options.value("SEQ", "The position. Default: the latest.", "--seq"))),
            TagCommands::tag),
        DbCommand.reading(
            () ->
                DbCommand.withOrigin(
                    Options.command(
                            "db untag",
                            "Take a tag away; what it kept may go then.",
                            "varve db untag release")
                        .addPositional(Options.required("NAME", "The tag."))),
            (store, invocation) ->
                Shown.json(
                    invocation,
                    store.json(
                        DbCommand.signed(
                            StoreRequest.to("DELETE", "tags").with("name", invocation.required(0)),
                            invocation)))));
  }

  private static void tag(DbAccess store, Invocation invocation) {
    Optional<String> name = invocation.parameter(0);
    if (name.isEmpty()) {
      JsonObject answer = store.object(StoreRequest.to("GET", "tags"));
      Shown.rows(invocation, answer, "tags", "name", "namespace", "seq");
      return;
    }
    JsonObject body = Json.of("name", Json.of(name.get()));
    String namespace = invocation.option("--ns").orElse("");
    String seq = invocation.option("--seq").orElse("");
    if (!namespace.isEmpty()) {
      body = body.with("namespace", Json.of(namespace));
    }
    if (!seq.isEmpty()) {
      body = body.with("seq", Json.of(QueryOptions.number("--seq", seq)));
    }
    StoreRequest request =
        StoreRequest.to("POST", "tags").withBody(body.compact().getBytes(StandardCharsets.UTF_8));
    Shown.json(invocation, store.json(DbCommand.signed(request, invocation)));
  }
}
