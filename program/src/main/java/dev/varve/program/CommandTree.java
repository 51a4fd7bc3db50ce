package dev.varve.program;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands as one tree: `varve db get` is the command `get` in the group `db`. Parses a
/// command line, finds the command, runs it, and tells whatever goes wrong in one way.
public final class CommandTree {
  private final CommandLine line;
  private final Map<CommandSpec, Command> commands;

  private CommandTree(CommandLine line, Map<CommandSpec, Command> commands) {
    this.line = line;
    this.commands = commands;
  }

  /// A tree of the commands. One whose name has spaces stands in the groups before them.
  public static CommandTree of(List<Command> all) {
    var root = CommandSpec.create().name("varve");
    root.usageMessage()
        .description("Edge, application runtime and versioned store in one program.");
    Options.withHelp(root).addOption(Options.version());
    var commands = new LinkedHashMap<CommandSpec, Command>();
    for (Command command : all) {
      CommandSpec spec = Options.withHelp(command.describe());
      commands.put(spec, command);
      String[] words = spec.name().split(" ", -1);
      CommandSpec parent = root;
      for (int i = 0; i < words.length - 1; i++) {
        parent = group(parent, words[i]);
      }
      spec.name(words[words.length - 1]);
      parent.addSubcommand(spec.name(), spec);
    }
    return new CommandTree(new CommandLine(root), commands);
  }

  private static CommandSpec group(CommandSpec root, String name) {
    CommandLine known = root.subcommands().get(name);
    if (known != null) {
      return known.getCommandSpec();
    }
    var group = Options.withHelp(CommandSpec.create().name(name));
    group.usageMessage().description(Groups.describe(name));
    root.addSubcommand(name, group);
    return group;
  }

  /// Runs one command line.
  public Exit run(
      Terminal terminal, Path directory, Map<String, String> environment, String... arguments) {
    try {
      var parsed = line.parseArgs(arguments);
      return run(deepest(parsed), terminal, directory, environment);
    } catch (ParameterException e) {
      return tell(terminal, new Failure(usageProblem(e)));
    } catch (Failure failure) {
      return tell(terminal, failure);
    } catch (RuntimeException e) {
      return tellBug(terminal, environment, e);
    }
  }

  private Exit run(
      ParseResult parsed, Terminal terminal, Path directory, Map<String, String> environment) {
    if (parsed.hasMatchedOption("--version")) {
      terminal.print("varve " + Version.current());
      return Exit.OK;
    }
    var command = commands.get(parsed.commandSpec());
    if (parsed.hasMatchedOption("--help")) {
      terminal.out().print(usage(parsed.commandSpec()));
      return Exit.OK;
    }
    if (command == null) {
      terminal.err().print(usage(parsed.commandSpec()));
      return Exit.USAGE;
    }
    return command.run(new Invocation(parsed, terminal, directory, environment, this));
  }

  /// The help of a command named by its words, or of the program when there are none.
  public String help(List<String> words) {
    CommandSpec spec = line.getCommandSpec();
    for (String word : words) {
      CommandLine next = spec.subcommands().get(word);
      if (next == null) {
        throw new Failure(unknownCommand(word, spec));
      }
      spec = next.getCommandSpec();
    }
    return usage(spec);
  }

  /// The names of all commands in a group, without the group's own.
  List<String> names(String group) {
    var names = new ArrayList<String>();
    for (CommandSpec spec : commands.keySet()) {
      String name = spec.qualifiedName(" ");
      String start = "varve " + group + " ";
      if (name.startsWith(start)) {
        names.add(name.substring(start.length()));
      }
    }
    return names;
  }

  private static String usage(CommandSpec spec) {
    return spec.commandLine().getUsageMessage(Ansi.OFF);
  }

  private static ParseResult deepest(ParseResult parsed) {
    return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed;
  }

  private static Problem usageProblem(ParameterException e) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !spec.subcommands().isEmpty()) {
      return unknownCommand(unmatched.getUnmatched().getFirst(), spec);
    }
    String command = spec.qualifiedName();
    return new Problem(
        ProgramCode.USAGE, command, String.valueOf(e.getMessage()), "see `" + command + " --help`");
  }

  private static Problem unknownCommand(String word, CommandSpec spec) {
    Optional<String> near = Suggestion.nearest(word, spec.subcommands().keySet());
    String next =
        near.map(n -> "did you mean '" + n + "'?").orElse("`varve help` lists the commands");
    String kind = word.startsWith("-") ? "option" : "command";
    return new Problem(
        ProgramCode.USAGE,
        spec.qualifiedName(),
        "the " + kind + " must be a known one, but is '" + word + "'",
        next);
  }

  private static Exit tell(Terminal terminal, Failure failure) {
    for (Problem problem : failure.problems()) {
      terminal.say("error: " + problem);
    }
    return failure.exit();
  }

  private static Exit tellBug(
      Terminal terminal, Map<String, String> environment, RuntimeException e) {
    if (environment.containsKey("VARVE_DEBUG")) {
      e.printStackTrace(terminal.err());
    }
    var problem =
        Problem.of(
            ProgramCode.UNEXPECTED, "a bug: " + e, "set VARVE_DEBUG=1 to see where, and report it");
    return tell(terminal, new Failure(problem));
  }
}
