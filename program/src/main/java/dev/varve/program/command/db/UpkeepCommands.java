package dev.varve.program.command.db;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.store.StoreReply;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import dev.varve.program.line.CommandSpec;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `varve db verify`, `backup` and `restore`.
final class UpkeepCommands {
  private UpkeepCommands() {}

  static List<Command> all() {
    return List.of(
        DbCommand.reading(
            () ->
                Options.command(
                    "db verify", "Check checksums, ids, chains and the index.", "varve db verify"),
            (store, invocation) ->
                Shown.json(invocation, store.json(StoreRequest.to("POST", "verify")))),
        DbCommand.reading(
            () ->
                Options.command(
                        "db backup",
                        "Write a backup, of everything or of what came after the last one.",
                        "varve db backup --output monday.varve",
                        "varve db backup --output tuesday.varve --after 4711")
                    .addOption(Options.value("FILE", "Where to; must not be there.", "--output"))
                    .addOption(Options.value("SEQ", "The upTo of the last backup.", "--after")),
            UpkeepCommands::backup),
        new Restore());
  }

  private static void backup(DbAccess store, Invocation invocation) {
    StoreRequest request =
        DbCommand.withOptions(StoreRequest.to("GET", "backup"), invocation, "after");
    StoreReply reply = write(store, request, invocation.path(given(invocation, "--output")));
    JsonObject told = JsonObject.EMPTY;
    for (String name : List.of("after", "up-to", "versions")) {
      String text = reply.headers().getOrDefault("x-varve-" + name, "0");
      told = told.with(name.equals("up-to") ? "upTo" : name, Json.of(Long.parseLong(text)));
    }
    Shown.json(invocation, told);
  }

  /// The file is there before the store is asked, so that an answer is never left unread.
  private static StoreReply write(DbAccess store, StoreRequest request, Path file) {
    try (OutputStream out =
        Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      StoreReply reply = store.done(request);
      reply.writeTo(out);
      return reply;
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE, file.toString(), "must be writable, but is not: " + e, ""),
          e);
    }
  }

  private static String given(Invocation invocation, String option) {
    return invocation
        .option(option)
        .orElseThrow(
            () -> new Failure(new Problem(ProgramCode.USAGE, option, "must be given", "")));
  }

  /// Makes a store of backups, in a data directory that has none.
  private static final class Restore implements Command {
    @Override
    public CommandSpec describe() {
      CommandSpec spec =
          Options.command(
                  "db restore",
                  "Make the store of an empty data directory from backups.",
                  "varve db restore --input monday.varve,tuesday.varve --data restored")
              .addOption(
                  Options.value("FILES", "A full backup and those that follow it.", "--input"))
              .addOption(Options.value("SEQ", "Up to here. Default: everything.", "--to"))
              .addOption(Options.data());
      return Shown.option(spec);
    }

    @Override
    public Exit run(Invocation invocation) {
      var files = new ArrayList<Path>();
      for (String file : given(invocation, "--input").split(",", -1)) {
        files.add(invocation.path(file.strip()));
      }
      long upTo =
          invocation
              .option("--to")
              .map(text -> QueryOptions.number("--to", text))
              .orElse(Long.MAX_VALUE);
      Path data = invocation.data();
      try {
        Files.createDirectories(data);
      } catch (IOException e) {
        throw new Failure(
            new Problem(
                ProgramCode.UNREADABLE, data.toString(), "must be usable, but is not: " + e, ""),
            e);
      }
      Shown.json(
          invocation,
          Json.of("seq", Json.of(LocalStore.restore(data.resolve("store"), files, upTo))));
      return Exit.OK;
    }
  }
}
