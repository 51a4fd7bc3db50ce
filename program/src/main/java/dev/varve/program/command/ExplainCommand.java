package dev.varve.program.command;

import dev.varve.app.AppCode;
import dev.varve.base.Code;
import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.ConfigCode;
import dev.varve.control.ControlCode;
import dev.varve.edge.EdgeCode;
import dev.varve.graph.Graph;
import dev.varve.graph.explain.Explanation;
import dev.varve.graph.explain.Request;
import dev.varve.graph.match.Router;
import dev.varve.graph.shape.GraphCode;
import dev.varve.http.HttpCode;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.Terminal;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import dev.varve.store.problem.StoreCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `varve explain`: what every phase decides for a request, or what an error code means.
public final class ExplainCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "explain",
            "Show what happens to a request, phase by phase, without sending it; or what an error code means.",
            "varve explain GET https://app.example.com/api/users",
            "varve explain E1203")
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(Options.output())
        .addPositional(Options.required("METHOD|CODE", "The request's method, or a code."))
        .addPositional(Options.optional("URL", "The request's URL."));
  }

  @Override
  public Exit run(Invocation invocation) {
    String first = invocation.required(0);
    if (invocation.parameter(1).isEmpty()) {
      explainCode(first, invocation);
    } else {
      explainRequest(Request.of(first, invocation.required(1)), invocation);
    }
    return Exit.OK;
  }

  private static void explainRequest(Request request, Invocation invocation) {
    Graph graph = ConfigFile.portable(invocation);
    var explanation = Explanation.of(graph, Router.compile(graph), request);
    invocation
        .terminal()
        .out()
        .print(Options.isJson(invocation) ? explanation.json().pretty() : explanation.text());
  }

  private static void explainCode(String id, Invocation invocation) {
    Code code =
        codes()
            .filter(each -> each.id().equals(id.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() ->
                new Failure(
                    new Problem(
                        ProgramCode.NO_SUCH_CODE,
                        id,
                        "the code must be one that this version prints, but is not",
                        "codes are E and four digits, as in E1203")));
    Terminal terminal = invocation.terminal();
    if (Options.isJson(invocation)) {
      terminal.out().print(json(code).pretty());
      return;
    }
    terminal.print(code.id() + ": " + code.title());
    terminal.print("");
    terminal.print(code.explanation());
    terminal.print("");
    terminal.print("A command that meets it ends with " + code.exit().status() + ".");
  }

  private static JsonObject json(Code code) {
    return JsonObject.EMPTY
        .with("code", Json.of(code.id()))
        .with("title", Json.of(code.title()))
        .with("explanation", Json.of(code.explanation()))
        .with("exit", Json.of(code.exit().status()));
  }

  /// Every code of every module.
  static Stream<Code> codes() {
    return Stream.of(
            ProgramCode.values(),
            ConfigCode.values(),
            GraphCode.values(),
            StoreCode.values(),
            EdgeCode.values(),
            HttpCode.values(),
            ControlCode.values(),
            AppCode.values())
        .flatMap((Code[] each) -> List.of(each).stream());
  }
}
