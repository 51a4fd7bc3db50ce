package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.Version;
import dev.varve.program.line.CommandSpec;

/// `varve version`: which Varve, on which Java, on which machine.
public final class VersionCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command("version", "Print the version of Varve and of the Java it runs on.");
  }

  @Override
  public Exit run(Invocation invocation) {
    invocation.terminal().print("varve " + Version.current());
    invocation.terminal().print("java " + Runtime.version());
    invocation
        .terminal()
        .print("os " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return Exit.OK;
  }
}
