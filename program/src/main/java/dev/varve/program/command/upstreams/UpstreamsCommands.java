package dev.varve.program.command.upstreams;

import dev.varve.base.json.Json;
import dev.varve.program.Command;
import dev.varve.program.Options;
import java.util.List;

/// `varve upstreams`: how targets stand, and what people do with them.
public final class UpstreamsCommands {
  private static final int WEIGHT_MOST = 65_535;

  private UpstreamsCommands() {}

  public static List<Command> all() {
    return List.of(
        new ListCommand(),
        new ChangeCommand(
            "upstreams drain",
            "Let a target end what it has and give it nothing new; --off takes that back.",
            true,
            off -> Json.of("draining", Json.of(off.isEmpty()))),
        new ChangeCommand(
            "upstreams enable",
            "Switch a target on, or off with --off, whatever its health.",
            true,
            off -> Json.of("enabled", Json.of(off.isEmpty()))),
        new ChangeCommand(
            "upstreams weight",
            "Change a target's share until the configuration changes it; 0 gets nothing.",
            false,
            weight ->
                Json.of("weight", Json.of(Options.number("WEIGHT", weight, 0, WEIGHT_MOST)))));
  }
}
