package dev.varve.program.command.db;

import dev.varve.program.Command;
import java.util.ArrayList;
import java.util.List;

/// The commands that ask a store: the group `db`, and who may do what in it.
public final class DbCommands {
  private DbCommands() {}

  public static List<Command> all() {
    var all = new ArrayList<Command>(DocumentCommands.all());
    all.addAll(HistoryCommands.all());
    all.addAll(NamespaceCommands.all());
    all.addAll(TagCommands.all());
    all.addAll(QueryCommands.all());
    all.addAll(ViewCommands.all());
    all.addAll(UpkeepCommands.all());
    all.add(new ShellCommand(all));
    all.addAll(KeyCommands.all());
    return all;
  }
}
