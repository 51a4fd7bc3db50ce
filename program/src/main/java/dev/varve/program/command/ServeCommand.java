package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.instance.Instance;
import dev.varve.program.instance.Serving;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Path;
import java.util.Optional;

/// `varve serve`: serves what the configuration says, in the foreground, as in production.
public final class ServeCommand implements Command {
  @Override
  public CommandSpec describe() {
    var spec =
        Options.command(
            "serve",
            "Serve what the configuration says until SIGTERM, SIGINT or `varve stop`. Without a"
                + " configuration: store and admin listener only.",
            "varve serve",
            "varve serve -c /etc/varve/varve.yaml --data /var/lib/varve",
            "varve serve --takeover",
            "varve serve --only db");
    return Serving.withOptions(spec)
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(
            Options.flag(
                "Take the listeners of a process that runs on the same data directory over, without"
                    + " losing a request, as for a new version.",
                "--takeover"))
        .addOption(
            Options.value(
                "PART",
                "Serve one part only: db for the store behind the admin listener.",
                "--only"));
  }

  @Override
  public Exit run(Invocation invocation) {
    Optional<String> only = invocation.option("--only");
    if (only.isPresent() && !only.get().equals("db")) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE, "--only", "the part must be db, but is '" + only.get() + "'", ""));
    }
    boolean configured =
        only.isEmpty()
            && (invocation.option("--config").isPresent()
                || ConfigFile.isIn(invocation.directory()));
    return configured ? serveConfig(invocation) : serveStore(invocation);
  }

  private static Exit serveConfig(Invocation invocation) {
    Path path = ConfigFile.locate(invocation);
    ConfigFile config = ConfigFile.load(path, invocation);
    Graph graph = Serving.listening(config.graph(), invocation);
    return Serving.run(graph, config.base(), false, invocation, i -> announce(i, invocation));
  }

  private static Exit serveStore(Invocation invocation) {
    return Serving.run(
        Graph.DEFAULT, invocation.directory(), false, invocation, i -> announce(i, invocation));
  }

  private static void announce(Instance instance, Invocation invocation) {
    instance.urls().forEach(url -> invocation.terminal().say("varve: serving " + url));
    invocation.terminal().say("varve: admin on " + instance.adminUrl());
  }
}
