package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.util.List;

/// Requests that change something must come from pages of the same site.
public record Csrf(List<String> trusted) {
  private static final Field<Csrf, List<String>> TRUSTED =
      Field.of(
          "trusted",
          "Other origins that may send them.",
          Types.list(Types.text("an origin")),
          List.of(),
          Csrf::trusted);

  /// Members, bounds and defaults.
  public static final Shape<Csrf> SHAPE =
      Shape.of(
          "Csrf",
          "Requests that change something must come from pages of the same site.",
          List.of(TRUSTED),
          v -> new Csrf(v.get(TRUSTED)));

  /// Every default.
  public static final Csrf DEFAULT = SHAPE.defaults();

  public Csrf {
    trusted = List.copyOf(trusted);
    TRUSTED.check(trusted);
  }

  /// As it may be written: `true` for the defaults.
  public static final Type<Csrf> TYPE = SHAPE.or(Types.yes(), _ -> DEFAULT);
}
