package dev.varve.program;

import dev.varve.program.command.HelpCommand;
import dev.varve.program.command.StatusCommand;
import dev.varve.program.command.StopCommand;
import dev.varve.program.command.VersionCommand;
import java.util.List;

/// Every command there is, in the order `varve help` lists them.
final class AllCommands {
  private AllCommands() {}

  static List<Command> list() {
    return List.of(new StatusCommand(), new StopCommand(), new VersionCommand(), new HelpCommand());
  }
}
