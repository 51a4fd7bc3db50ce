package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Value;
import java.util.List;

/// One place an upstream's requests can go to.
public record Target(Value address, int weight, boolean backup) {
  private static final Field<Target, Value> ADDRESS =
      Field.required(
          "address",
          "Host and port, or unix:PATH; a name is looked up again every 30 seconds.",
          Value.TYPE,
          Target::address);
  private static final Field<Target, Integer> WEIGHT =
      Field.of(
          "weight",
          "Share of the requests beside the other targets; 0 gets none.",
          Types.whole(0, 1000),
          1,
          Target::weight);
  private static final Field<Target, Boolean> BACKUP =
      Field.of(
          "backup",
          "Whether it is used only when no other target is up.",
          Types.bool(),
          false,
          Target::backup);

  /// Members, bounds and defaults.
  public static final Shape<Target> SHAPE =
      Shape.of(
          "Target",
          "One place an upstream's requests can go to.",
          List.of(ADDRESS, WEIGHT, BACKUP),
          v -> new Target(v.get(ADDRESS), v.get(WEIGHT), v.get(BACKUP)));

  public Target {
    WEIGHT.check(weight);
  }

  /// As it may be written: the address alone.
  public static final Type<Target> TYPE =
      SHAPE.orFirst(Value.TYPE, address -> new Target(address, 1, false));
}
