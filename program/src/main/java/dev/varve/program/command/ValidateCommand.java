package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Configuration;
import dev.varve.graph.Graph;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `varve validate`: everything that is wrong with a configuration, at once.
public final class ValidateCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "validate",
            "Check a configuration and tell everything that is wrong, with places.",
            "varve validate",
            "varve validate site/varve.yaml")
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(Options.output())
        .addPositional(Options.optional("FILE", "The configuration. Default: as with -c."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path path =
        invocation
            .parameter(0)
            .map(invocation::path)
            .orElseGet(() -> ConfigFile.locate(invocation));
    return Options.isJson(invocation) ? report(path, invocation) : tell(path, invocation);
  }

  private static Exit tell(Path path, Invocation invocation) {
    Graph graph = ConfigFile.load(path, invocation).graph();
    String sites = count(graph.sites().size(), "site");
    invocation.terminal().say(path + " is valid: " + sites + ", " + count(routes(graph), "route"));
    return Exit.OK;
  }

  /// Here what is wrong is the data that was asked for.
  private static Exit report(Path path, Invocation invocation) {
    JsonObject json = JsonObject.EMPTY.with("file", Json.of(path.toString()));
    var errors = new ArrayList<Problem>();
    var warnings = new ArrayList<Problem>();
    try {
      Configuration configuration = ConfigFile.read(path, invocation);
      Graph graph = configuration.compiled().graph();
      errors.addAll(configuration.errors());
      warnings.addAll(configuration.checked().warnings());
      json =
          json.with("sites", Json.of(graph.sites().size())).with("routes", Json.of(routes(graph)));
    } catch (Failure failure) {
      errors.addAll(failure.problems());
    }
    json =
        json.with("valid", Json.of(errors.isEmpty()))
            .with("errors", list(errors))
            .with("warnings", list(warnings));
    invocation.terminal().out().print(json.pretty());
    return errors.isEmpty() ? Exit.OK : new Failure(errors).exit();
  }

  private static Json list(List<Problem> problems) {
    return Json.of(problems.stream().map(ValidateCommand::json).toList());
  }

  private static JsonObject json(Problem problem) {
    return JsonObject.EMPTY
        .with("code", Json.of(problem.code().id()))
        .with("where", Json.of(problem.where()))
        .with("message", Json.of(problem.message()))
        .with("next", Json.of(problem.next()));
  }

  private static int routes(Graph graph) {
    return graph.sites().values().stream().mapToInt(site -> site.routes().size()).sum();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
