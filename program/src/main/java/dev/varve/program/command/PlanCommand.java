package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.graph.Graph;
import dev.varve.graph.plan.Plan;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.TextFile;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// `varve plan`: what the configuration would change, and what that means for connections.
public final class PlanCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "plan",
            "Show what differs between a compiled graph and the configuration. Ends with 9 when something does.",
            "varve plan",
            "varve plan --from last-week.json -o json")
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(
            Options.value(
                "FILE", "The graph to compare with. Default: .varve/route-graph.json.", "--from"))
        .addOption(Options.output());
  }

  @Override
  public Exit run(Invocation invocation) {
    Graph before = before(invocation);
    Plan plan = Plan.of(before, ConfigFile.portable(invocation));
    invocation
        .terminal()
        .out()
        .print(Options.isJson(invocation) ? plan.json().pretty() : plan.text());
    return plan.isEmpty() ? Exit.OK : Exit.DIFFERENCES;
  }

  /// The graph that was named; else the one compiled last, if there is one.
  private static Graph before(Invocation invocation) {
    Optional<Path> named = invocation.option("--from").map(invocation::path);
    Path last = invocation.path(".varve/route-graph.json");
    return named
        .map(PlanCommand::read)
        .orElseGet(() -> Files.exists(last) ? read(last) : Graph.DEFAULT);
  }

  private static Graph read(Path path) {
    try {
      return Graph.read(Json.parse(TextFile.read(path)));
    } catch (JsonSyntaxException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              path.toString(),
              "the graph must be JSON, but is not: " + e.getMessage(),
              "make it anew with `varve compile`"),
          e);
    }
  }
}
