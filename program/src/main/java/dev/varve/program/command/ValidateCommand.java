package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.instance.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

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
        .addPositional(Options.optional("FILE", "The configuration. Default: as with -c."));
  }

  @Override
  public Exit run(Invocation invocation) {
    Path path =
        invocation
            .parameter(0)
            .map(invocation::path)
            .orElseGet(() -> ConfigFile.locate(invocation));
    ConfigFile config = ConfigFile.load(path, invocation.terminal());
    int routes =
        config.graph().sites().values().stream().mapToInt(site -> site.routes().size()).sum();
    invocation
        .terminal()
        .say(
            path
                + " is valid: "
                + count(config.graph().sites().size(), "site")
                + ", "
                + count(routes, "route"));
    return Exit.OK;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
