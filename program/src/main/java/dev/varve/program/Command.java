package dev.varve.program;

import dev.varve.base.Exit;
import dev.varve.program.line.CommandSpec;

/// One command of the program: what it takes and what it does. A command is described as data, not
/// by annotations, so that starting the program reflects on nothing.
public interface Command {
  /// Its name, options and parameters, and the help that shows them with examples.
  CommandSpec describe();

  /// Does the work. What a person can act on is thrown as a [dev.varve.base.Failure].
  Exit run(Invocation invocation);
}
