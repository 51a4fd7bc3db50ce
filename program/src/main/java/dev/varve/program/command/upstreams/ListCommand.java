package dev.varve.program.command.upstreams;

import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.Shown;
import dev.varve.program.instance.AdminClient;
import dev.varve.program.line.CommandSpec;

/// `varve upstreams ls`: one line for each target.
final class ListCommand implements Command {
  static final String PATH = "/admin/v1/upstreams/";

  @Override
  public CommandSpec describe() {
    return Shown.option(
            Options.command(
                "upstreams ls",
                "Show how the targets of all upstreams stand.",
                "varve upstreams ls",
                "varve upstreams ls -o json"))
        .addOption(Options.data());
  }

  @Override
  public Exit run(Invocation invocation) {
    show(invocation, AdminClient.of(invocation.data()).get(PATH));
    return Exit.OK;
  }

  static void show(Invocation invocation, Json answer) {
    Shown.rows(
        invocation,
        (JsonObject) answer,
        "targets",
        "upstream",
        "target",
        "weight",
        "takes",
        "enabled",
        "draining",
        "up",
        "ejected",
        "breaker",
        "active");
  }
}
