package dev.varve.program.command.db;

import dev.varve.base.Exit;
import dev.varve.program.Command;
import dev.varve.program.CommandTree;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.DbAccess;
import dev.varve.program.database.Shown;
import dev.varve.program.line.CommandSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `varve db shell`: the commands of the group, a line each, on one open store. What is typed goes
/// on after a mistake; what is piped ends with it, as a script should.
final class ShellCommand implements Command {
  private static final String GROUP = "db ";

  private final List<Command> commands;

  ShellCommand(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  @Override
  public CommandSpec describe() {
    return DbAccess.options(
        Options.command(
            "db shell",
            "Run commands of this group, a line each, without `varve db` in front: get people ann.",
            "varve db shell",
            "varve db shell --data restored < script.txt"));
  }

  @Override
  public Exit run(Invocation invocation) {
    try (DbAccess store = DbAccess.of(invocation, true)) {
      return new Session(store, invocation).run();
    }
  }

  /// A command on the store that is open already.
  private record Shared(DbCommand command, DbAccess store) implements Command {
    @Override
    public CommandSpec describe() {
      CommandSpec spec = command.within();
      return spec.named(spec.name().substring(GROUP.length()));
    }

    @Override
    public Exit run(Invocation invocation) {
      Shown.check(invocation);
      command.work().run(store, invocation);
      return Exit.OK;
    }
  }

  /// Line after line.
  private final class Session {
    private final Invocation invocation;
    private final CommandTree tree;

    Session(DbAccess store, Invocation invocation) {
      this.invocation = invocation;
      var shared = new ArrayList<Command>();
      for (Command command : commands) {
        if (command instanceof DbCommand db) {
          shared.add(new Shared(db, store));
        }
      }
      this.tree = CommandTree.of(shared);
    }

    Exit run() {
      boolean typed = invocation.terminal().typed().getAsBoolean();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(invocation.terminal().in(), StandardCharsets.UTF_8))) {
        if (typed) {
          invocation.terminal().say("`help` lists the commands, `exit` ends.");
        }
        for (String line = next(lines, typed); line != null; line = next(lines, typed)) {
          if (line.equals("exit") || line.equals("quit")) {
            break;
          }
          Exit exit = run(line);
          if (exit != Exit.OK && !typed) {
            return exit;
          }
        }
        return Exit.OK;
      } catch (IOException e) {
        throw Input.unreadable("-", e);
      }
    }

    private @Nullable String next(BufferedReader lines, boolean typed) throws IOException {
      if (typed) {
        invocation.terminal().err().print("db> ");
        invocation.terminal().err().flush();
      }
      String line = lines.readLine();
      return line == null ? null : line.strip();
    }

    private Exit run(String line) {
      if (line.isEmpty() || line.startsWith("#")) {
        return Exit.OK;
      }
      Optional<List<String>> words = words(line);
      if (words.isEmpty()) {
        invocation.terminal().say("error: the line must close its quotes, but does not [E1001]");
        return Exit.USAGE;
      }
      boolean help = words.get().getFirst().equals("help");
      String[] arguments =
          help
              ? with(words.get().subList(1, words.get().size()), "--help")
              : words.get().toArray(String[]::new);
      return tree.run(
          invocation.terminal(), invocation.directory(), invocation.environment(), arguments);
    }

    private static String[] with(List<String> words, String last) {
      var all = new ArrayList<>(words);
      all.add(last);
      return all.toArray(String[]::new);
    }
  }

  /// A line as a shell takes it apart: single quotes keep everything, double quotes all but a
  /// backslash before a quote or another. Nothing when a quote is not closed.
  static Optional<List<String>> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escapes =
          c == '\\'
              && quote == '"'
              && i + 1 < line.length()
              && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
      if (escapes) {
        word.append(line.charAt(++i));
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return quote == 0 ? Optional.of(words) : Optional.empty();
  }
}
