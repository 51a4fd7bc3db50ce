package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.Terminal;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.instance.Instance;
import dev.varve.program.instance.Serving;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Files;
import java.nio.file.Path;

/// `varve up`: starts the site of this folder, or the example site, for somebody who sits in front
/// of it.
public final class UpCommand implements Command {
  @Override
  public CommandSpec describe() {
    var spec =
        Options.command(
            "up",
            "Start the site of this folder, or of the example when there is none here, and say how to try it. A busy"
                + " port is replaced by the next free one.",
            "varve up",
            "varve up --port 3000",
            "varve up -c examples/hello/varve.yaml");
    return Serving.withOptions(spec)
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(
            Options.value("PORT", "The port to begin with. Default: $PORT, else 8080.", "--port"));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path path = choose(invocation);
    ConfigFile config = ConfigFile.load(path, invocation);
    Graph graph = Serving.listening(config.graph(), invocation);
    invocation.terminal().say("varve: starting " + path);
    return Serving.run(
        graph, config.base(), true, invocation, i -> show(i, config, invocation.terminal()));
  }

  private static Path choose(Invocation invocation) {
    if (invocation.option("--config").isPresent() || ConfigFile.isIn(invocation.directory())) {
      return ConfigFile.locate(invocation);
    }
    Path example =
        Path.of(invocation.environment().getOrDefault("VARVE_HOME", "."))
            .resolve("examples/hello/varve.yaml");
    if (!Files.exists(example)) {
      throw new Failure(
          new Problem(
              ProgramCode.NO_CONFIG,
              invocation.directory().toString(),
              "the folder must hold a configuration, but holds none, and the example is not installed",
              "name a file with -c, or try `varve static DIR`"));
    }
    return example;
  }

  private static void show(Instance instance, ConfigFile config, Terminal terminal) {
    String url = instance.urls().getFirst();
    terminal.say("");
    terminal.say("  site    " + url);
    terminal.say("  admin   " + instance.adminUrl());
    terminal.say("");
    terminal.say("Try:");
    if (config.graph().apps().containsKey("hello")) {
      terminal.say("  curl " + url + "/");
      terminal.say("  curl -X POST " + url + "/api/greetings/world");
    } else {
      terminal.say("  curl -i " + url + "/");
      terminal.say("  curl " + instance.adminUrl() + "/health");
    }
    terminal.say("");
    terminal.say("Stop with Ctrl-C, or `varve stop` in this folder.");
  }
}
