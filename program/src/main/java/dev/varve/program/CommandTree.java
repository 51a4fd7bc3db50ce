package dev.varve.program;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import dev.varve.program.line.CommandSpec;
import dev.varve.program.line.LineReader;
import dev.varve.program.line.Reading;
import dev.varve.program.line.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All commands as one tree: `varve db get` is the command `get` in the group `db`. Parses a
/// command line, finds the command, runs it, and tells whatever goes wrong in one way.
public final class CommandTree {
  /// A command, or a group of some.
  private record Node(CommandSpec spec, @Nullable Command command, Map<String, Node> below) {
    Node(CommandSpec spec, @Nullable Command command) {
      this(spec.addOption(Options.help()), command, new LinkedHashMap<>());
    }

    Node group(String word) {
      String name = spec.name().isEmpty() ? word : spec.name() + " " + word;
      return below.computeIfAbsent(
          word, _ -> new Node(Options.command(name, Groups.describe(word)), null));
    }
  }

  private static final String PROGRAM = "varve";

  private final Node root;

  private CommandTree(Node root) {
    this.root = root;
  }

  /// A tree of the commands. One whose name has spaces stands in the groups before them.
  public static CommandTree of(List<Command> all) {
    var spec =
        Options.command("", "Edge, application runtime and versioned store in one program.")
            .addOption(Options.version());
    var root = new Node(spec, null);
    for (Command command : all) {
      CommandSpec described = command.describe();
      String[] words = described.name().split(" ", -1);
      Node parent = root;
      for (int i = 0; i < words.length - 1; i++) {
        parent = parent.group(words[i]);
      }
      parent.below().put(words[words.length - 1], new Node(described, command));
    }
    return new CommandTree(root);
  }

  /// Runs one command line.
  public Exit run(
      Terminal terminal, Path directory, Map<String, String> environment, String... arguments) {
    try {
      return run(List.of(arguments), terminal, directory, environment);
    } catch (Failure failure) {
      return tell(terminal, failure);
    } catch (RuntimeException e) {
      return tellBug(terminal, environment, e);
    }
  }

  private Exit run(
      List<String> words, Terminal terminal, Path directory, Map<String, String> environment) {
    Node node = root;
    int depth = 0;
    Node next = below(node, words, depth);
    while (next != null) {
      node = next;
      depth++;
      next = below(node, words, depth);
    }
    var line = understood(node, words.subList(depth, words.size()));
    if (line.has("--version")) {
      terminal.print("varve " + Version.current());
      return Exit.OK;
    }
    if (line.has("--help")) {
      terminal.out().print(usage(node));
      return Exit.OK;
    }
    if (node.command() == null) {
      terminal.err().print(usage(node));
      return Exit.USAGE;
    }
    return node.command().run(new Invocation(line, terminal, directory, environment, this));
  }

  private static @Nullable Node below(Node node, List<String> words, int depth) {
    return depth < words.size() ? node.below().get(words.get(depth)) : null;
  }

  private static Reading.Understood understood(Node node, List<String> words) {
    if (!node.below().isEmpty() && !words.isEmpty() && !words.getFirst().startsWith("-")) {
      throw unknownCommand(words.getFirst(), node);
    }
    return switch (LineReader.read(node.spec(), words)) {
      case Reading.Understood line -> line;
      case Reading.Refused refused -> throw new Failure(usageProblem(node, refused));
    };
  }

  /// The help of a command named by its words, or of the program when there are none.
  public String help(List<String> words) {
    Node node = root;
    for (String word : words) {
      Node next = node.below().get(word);
      if (next == null) {
        throw unknownCommand(word, node);
      }
      node = next;
    }
    return usage(node);
  }

  /// The names of all commands in a group, without the group's own.
  List<String> names(String group) {
    var names = new ArrayList<String>();
    Node node = root.below().get(group);
    if (node != null) {
      addNames(node, group.length() + 1, names);
    }
    return names;
  }

  private static void addNames(Node node, int from, List<String> names) {
    for (Node each : node.below().values()) {
      if (each.command() != null) {
        names.add(each.spec().name().substring(from));
      }
      addNames(each, from, names);
    }
  }

  private static String usage(Node node) {
    var below = new ArrayList<Usage.Row>();
    node.below()
        .forEach((word, each) -> below.add(new Usage.Row("  " + word, each.spec().sentence())));
    return Usage.of(typed(node), node.spec(), below);
  }

  private static String typed(Node node) {
    return node.spec().name().isEmpty() ? PROGRAM : PROGRAM + " " + node.spec().name();
  }

  private static Problem usageProblem(Node node, Reading.Refused refused) {
    String command = typed(node);
    String next = refused.next().isEmpty() ? "see `" + command + " --help`" : refused.next();
    return new Problem(ProgramCode.USAGE, command, refused.rule(), next);
  }

  private static Failure unknownCommand(String word, Node node) {
    String next =
        Suggestion.nearest(word, node.below().keySet())
            .map(n -> "did you mean '" + n + "'?")
            .orElse("`varve help` lists the commands");
    return new Failure(
        new Problem(
            ProgramCode.USAGE,
            typed(node),
            "the command must be a known one, but is '" + word + "'",
            next));
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
