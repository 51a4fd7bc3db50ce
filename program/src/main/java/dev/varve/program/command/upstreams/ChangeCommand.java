package dev.varve.program.command.upstreams;

import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.database.Shown;
import dev.varve.program.instance.AdminClient;
import dev.varve.program.line.CommandSpec;
import java.util.function.Function;

/// A change of one target of a running server; shows all targets afterwards.
final class ChangeCommand implements Command {
  private final String name;
  private final String sentence;
  private final boolean canBeOff;
  private final Function<String, JsonObject> change;

  /// @param canBeOff whether it takes `--off`; else a weight
  /// @param change makes what is sent of the weight, or of `off`, or of nothing
  ChangeCommand(
      String name, String sentence, boolean canBeOff, Function<String, JsonObject> change) {
    this.name = name;
    this.sentence = sentence;
    this.canBeOff = canBeOff;
    this.change = change;
  }

  @Override
  public CommandSpec describe() {
    String example = "varve " + name + " api 10.0.0.11:9000" + (canBeOff ? "" : " 5");
    CommandSpec spec =
        Shown.option(Options.command(name, sentence, example)).addOption(Options.data());
    spec.addPositional(Options.required("UPSTREAM", "The upstream's name."));
    spec.addPositional(Options.required("TARGET", "The target's address."));
    return canBeOff
        ? spec.addOption(Options.flag("The opposite.", "--off"))
        : spec.addPositional(Options.required("WEIGHT", "0 to 65535."));
  }

  @Override
  public Exit run(Invocation invocation) {
    String value = canBeOff ? (invocation.has("--off") ? "off" : "") : invocation.required(2);
    JsonObject body =
        change
            .apply(value)
            .with("upstream", Json.of(invocation.required(0)))
            .with("target", Json.of(invocation.required(1)));
    ListCommand.show(invocation, AdminClient.of(invocation.data()).patch(ListCommand.PATH, body));
    return Exit.OK;
  }
}
