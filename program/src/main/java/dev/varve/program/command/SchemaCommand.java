package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.config.Pages;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.line.CommandSpec;

/// `varve schema`: what a configuration may hold, for editors.
public final class SchemaCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "schema",
            "Print the JSON Schema of a configuration.",
            "varve schema > varve.schema.json")
        .addOption(Options.output());
  }

  @Override
  public Exit run(Invocation invocation) {
    Options.isJson(invocation); // it is JSON either way; another form is refused
    invocation.terminal().out().print(Pages.schema(KnownProfiles.PROFILES).pretty());
    return Exit.OK;
  }
}
