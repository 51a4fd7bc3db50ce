package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Serves documents of the store.
public record StoreApi(List<String> namespaces, boolean write) implements Action {
  private static final Field<StoreApi, List<String>> NAMESPACES =
      Field.of(
          "namespaces",
          "Namespaces that are served; empty for all.",
          Types.list(Terms.name()),
          List.of(),
          StoreApi::namespaces);
  private static final Field<StoreApi, Boolean> WRITE =
      Field.of("write", "Whether documents may be changed.", Types.bool(), false, StoreApi::write);

  /// Members, bounds and defaults.
  public static final Shape<StoreApi> SHAPE =
      Shape.of(
          "StoreApi",
          "Serves documents of the store.",
          List.of(NAMESPACES, WRITE),
          v -> new StoreApi(v.get(NAMESPACES), v.get(WRITE)));

  /// Every default.
  public static final StoreApi DEFAULT = SHAPE.defaults();

  public StoreApi {
    namespaces = List.copyOf(namespaces);
    NAMESPACES.check(namespaces);
  }

  /// As it may be written: `true` for all namespaces, read only.
  public static final Type<StoreApi> TYPE = SHAPE.or(Types.yes(), _ -> DEFAULT);
}
