package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.route.Route;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.instance.Serving;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `varve static DIR`: serves a folder without a configuration.
public final class StaticCommand implements Command {
  @Override
  public CommandSpec describe() {
    var spec =
        Options.command(
            "static",
            "Serve the files of a folder, without a configuration.",
            "varve static dist",
            "varve static . --port 3000");
    return Serving.withOptions(spec)
        .addOption(
            Options.value(
                "PORT", "The port. Default: $PORT, else 8080 or the next free one.", "--port"))
        .addPositional(Options.required("DIR", "The folder."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path folder = Serving.folder(invocation);
    Route route = Route.of("/*", StaticFiles.of(folder.toString()));
    Graph graph = Serving.listening(Graph.of(Map.of("*", Site.of(List.of(route)))), invocation);
    return Serving.run(
        graph,
        folder,
        true,
        invocation,
        i -> invocation.terminal().say("varve: " + folder + " on " + i.urls().getFirst()));
  }
}
