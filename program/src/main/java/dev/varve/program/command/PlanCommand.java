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
    Path from = invocation.path(invocation.option("--from").orElse(".varve/route-graph.json"));
    Graph before = Files.exists(from) ? read(from) : Graph.DEFAULT;
    ConfigFile config = ConfigFile.load(invocation);
    Plan plan = Plan.of(before, config.graph());
    invocation
        .terminal()
        .out()
        .print(Options.isJson(invocation) ? plan.json().pretty() : plan.text());
    return plan.isEmpty() ? Exit.OK : Exit.DIFFERENCES;
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
