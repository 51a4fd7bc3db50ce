package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Authoring;
import dev.varve.config.source.Authored;
import dev.varve.graph.explain.RequestTable;
import dev.varve.graph.shape.Reading;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.TextFile;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `varve test`: requests and what must become of them, asked of the graph without opening a port.
public final class TestCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "test",
            "Run a table of requests and expectations against the configuration, without opening a port.",
            "varve test",
            "varve test routes.test.yaml -c varve.yaml")
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(Options.output())
        .addPositional(Options.optional("FILE", "The table. Default: varve.test.yaml."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path path = invocation.path(invocation.parameter(0).orElse("varve.test.yaml"));
    List<RequestTable.Result> results = table(path).run(ConfigFile.portable(invocation));
    long failed = results.stream().filter(result -> !result.differences().isEmpty()).count();
    if (Options.isJson(invocation)) {
      invocation.terminal().out().print(json(results, failed).pretty());
    } else {
      results.forEach(result -> tell(result, invocation));
      invocation.terminal().say(results.size() - failed + " passed, " + failed + " failed");
    }
    return failed == 0 ? Exit.OK : Exit.FAILED;
  }

  private static RequestTable table(Path path) {
    if (Files.notExists(path)) {
      throw new Failure(
          new Problem(
              ProgramCode.NO_TABLE,
              path.toString(),
              "the table of requests must be there, but is not",
              "write one, as docs/config/testing.md shows, or name it: varve test FILE"));
    }
    String text = TextFile.read(path);
    String name = path.toString();
    Authored authored =
        name.endsWith(".json") ? Authoring.json(text, name) : Authoring.yaml(text, name);
    Reading reading = Reading.of(authored.positions()::at);
    RequestTable table = RequestTable.SHAPE.read(authored.value(), reading);
    if (table == null || reading.count() > 0) {
      throw new Failure(reading.problems());
    }
    return table;
  }

  private static JsonObject json(List<RequestTable.Result> results, long failed) {
    return JsonObject.EMPTY
        .with("passed", Json.of(results.size() - failed))
        .with("failed", Json.of(failed))
        .with("tests", Json.of(results.stream().map(RequestTable.Result::json).toList()));
  }

  private static void tell(RequestTable.Result result, Invocation invocation) {
    if (!result.differences().isEmpty()) {
      invocation.terminal().print("failed: " + result.test().asRequest());
      result.differences().forEach(each -> invocation.terminal().print("  " + each));
    }
  }
}
