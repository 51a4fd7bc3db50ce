package dev.varve.program;

import java.nio.file.Path;

/// Where the process begins.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit status.
  public static void main(String[] arguments) {
    var terminal = Terminal.ofProcess();
    var tree = CommandTree.of(AllCommands.list());
    var exit = tree.run(terminal, Path.of("").toAbsolutePath(), System.getenv(), arguments);
    terminal.out().flush();
    System.exit(exit.status());
  }
}
