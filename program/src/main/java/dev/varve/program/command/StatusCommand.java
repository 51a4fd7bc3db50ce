package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.instance.AdminClient;
import dev.varve.program.line.CommandSpec;

/// `varve status`: what the server on a data directory is doing.
public final class StatusCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "status",
            "Show what the server on a data directory does, as JSON.",
            "varve status",
            "varve status --data /var/lib/varve")
        .addOption(Options.data());
  }

  @Override
  public Exit run(Invocation invocation) {
    invocation
        .terminal()
        .out()
        .print(AdminClient.of(invocation.data()).get("/admin/v1/status").pretty());
    return Exit.OK;
  }
}
