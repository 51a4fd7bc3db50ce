package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.template.Templates;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.TextFile;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// `varve init`: a first configuration, with its types beside it.
public final class InitCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "init",
            "Write a first configuration into this folder. Nothing that is there is changed.",
            "varve init",
            "varve init sveltekit")
        .addOption(Options.output())
        .addPositional(
            Options.optional(
                "TEMPLATE", "One of " + String.join(", ", Templates.NAMES) + ". Default: static."));
  }

  @Override
  public Exit run(Invocation invocation) {
    String template = invocation.parameter(0).orElse("static");
    if (!Templates.NAMES.contains(template)) {
      String next =
          Suggestion.nearest(template, Templates.NAMES)
              .map(near -> "did you mean '" + near + "'?")
              .orElse("take one of " + String.join(", ", Templates.NAMES));
      throw new Failure(
          new Problem(
              ProgramCode.USAGE,
              "varve init",
              "the template must be a known one, but is '" + template + "'",
              next));
    }
    Map<String, String> files = Templates.files(template);
    refuseExisting(files, invocation);
    files.forEach((name, text) -> TextFile.write(invocation.path(name), text));
    if (Options.isJson(invocation)) {
      JsonObject json = JsonObject.EMPTY.with("template", Json.of(template));
      var names = files.keySet().stream().map(Json::of).toList();
      invocation.terminal().out().print(json.with("files", Json.of(names)).pretty());
    } else {
      files.keySet().forEach(name -> invocation.terminal().say("wrote " + name));
      invocation.terminal().say("Now: varve validate, then varve up");
    }
    return Exit.OK;
  }

  private static void refuseExisting(Map<String, String> files, Invocation invocation) {
    var problems =
        files.keySet().stream()
            .map(invocation::path)
            .filter(Files::exists)
            .map(InitCommand::inTheWay)
            .toList();
    if (!problems.isEmpty()) {
      throw new Failure(problems);
    }
  }

  private static Problem inTheWay(Path path) {
    return new Problem(
        ProgramCode.IN_THE_WAY,
        path.toString(),
        "the file must not be there yet, but is",
        "move it away, or start in an empty folder");
  }
}
