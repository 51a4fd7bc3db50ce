package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Formatting;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.TextFile;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Path;

/// `varve fmt`: one way to lay out a configuration, which never changes what it means.
public final class FmtCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "fmt",
            "Lay out a configuration in YAML or JSON; comments stay, its meaning never changes.",
            "varve fmt",
            "varve fmt --check site/varve.yaml")
        .addOption(Options.config())
        .addOption(Options.output())
        .addOption(
            Options.flag("Write nothing; end with 9 when something would change.", "--check"))
        .addPositional(Options.optional("FILE", "The file. Default: as with -c."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path path =
        invocation
            .parameter(0)
            .map(invocation::path)
            .orElseGet(() -> ConfigFile.locate(invocation));
    String name = path.toString();
    if (name.endsWith(".ts")) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE,
              "varve fmt",
              "the file must be YAML or JSON, but is " + name,
              "lay TypeScript out with a formatter of its own, such as Prettier"));
    }
    String text = TextFile.read(path);
    String laidOut =
        name.endsWith(".json") ? Formatting.json(text, name) : Formatting.yaml(text, name);
    boolean same = laidOut.equals(text);
    if (!same && !invocation.has("--check")) {
      TextFile.write(path, laidOut);
    }
    if (Options.isJson(invocation)) {
      invocation.terminal().out().print(json(path, same, !same && !invocation.has("--check")));
    } else {
      invocation.terminal().say(path + said(same, invocation.has("--check")));
    }
    return same || !invocation.has("--check") ? Exit.OK : Exit.DIFFERENCES;
  }

  private static String said(boolean same, boolean check) {
    return same ? " is laid out" : check ? " would change" : " was laid out anew";
  }

  private static String json(Path path, boolean same, boolean written) {
    return JsonObject.EMPTY
        .with("file", Json.of(path.toString()))
        .with("same", Json.of(same))
        .with("written", Json.of(written))
        .pretty();
  }
}
