package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Authoring;
import dev.varve.config.Profiles;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checks;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.Serving;
import dev.varve.program.line.CommandSpec;
import java.util.LinkedHashMap;

/// `varve proxy --to URL`: stands in front of one upstream, without a configuration.
public final class ProxyCommand implements Command {
  @Override
  public CommandSpec describe() {
    var spec =
        Options.command(
            "proxy",
            "Pass every request to one upstream, without a configuration.",
            "varve proxy --to http://127.0.0.1:3000",
            "varve proxy --to 127.0.0.1:3000 --port 80");
    return Serving.withOptions(spec)
        .addOption(
            Options.value(
                "URL", "The upstream: host and port, http:// or https:// before it.", "--to"))
        .addOption(
            Options.value(
                "PORT", "The port. Default: $PORT, else 8080 or the next free one.", "--port"));
  }

  @Override
  public Exit run(Invocation invocation) {
    String to =
        invocation
            .option("--to")
            .orElseThrow(() ->
                new Failure(
                    new Problem(
                        ProgramCode.USAGE,
                        "--to",
                        "the upstream must be named, but is not",
                        "varve proxy --to http://127.0.0.1:3000")));
    Graph graph = Serving.listening(graphOf(to), invocation);
    return Serving.run(
        graph,
        invocation.directory(),
        true,
        invocation,
        i -> invocation.terminal().say("varve: " + to + " on " + i.urls().getFirst()));
  }

  /// Written as an author would, so that the same checks apply.
  private static Graph graphOf(String to) {
    var route = new LinkedHashMap<String, Json>();
    route.put("path", Json.of("/*"));
    route.put("proxy", Json.of(to));
    var sites = Json.of("*", Json.of(java.util.List.of(new JsonObject(route))));
    var authored = Authoring.json(Json.of("sites", sites).compact(), "--to");
    return Checks.require(Authoring.compile(authored, Profiles.NONE).graph());
  }
}
