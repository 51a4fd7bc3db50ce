package dev.varve.program;

import dev.varve.base.Exit;
import java.nio.file.Path;
import java.util.Map;

/// Where the process begins.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit status.
  public static void main(String[] arguments) {
    var terminal = Terminal.ofProcess();
    Exit exit = run(terminal, Path.of("").toAbsolutePath(), System.getenv(), arguments);
    terminal.out().flush();
    System.exit(exit.status());
  }

  /// Runs one command. Rehearsed, too: were this class not in the cache, the JVM would look for it
  /// in each jar, a fifth of a start.
  static Exit run(
      Terminal terminal, Path folder, Map<String, String> environment, String... words) {
    return CommandTree.of(AllCommands.list()).run(terminal, folder, environment, words);
  }

  /// Ends the process at once, for who was told by a signal and has ended everything else: from
  /// there `System.exit` would wait for its caller, and without either the status would be the
  /// signal's.
  public static void halt(Exit exit) {
    Runtime.getRuntime().halt(exit.status());
  }
}
