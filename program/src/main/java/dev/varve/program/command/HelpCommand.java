package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.line.CommandSpec;

/// `varve help`: what the program or one of its commands does.
public final class HelpCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "help",
            "Show what the program or one command does.",
            "varve help serve",
            "varve help db get")
        .addPositional(Options.words("COMMAND", "The command, word by word."));
  }

  @Override
  public Exit run(Invocation invocation) {
    invocation.terminal().out().print(invocation.tree().help(invocation.words(0)));
    return Exit.OK;
  }
}
