package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Hands the request to an application that runs in this process.
public record AppHandler(String name) implements Action {
  private static final Field<AppHandler, String> NAME =
      Field.required("name", "Name of the application.", Terms.name(), AppHandler::name);

  /// Members, bounds and defaults.
  public static final Shape<AppHandler> SHAPE =
      Shape.of(
          "AppHandler",
          "Hands the request to an application that runs in this process.",
          List.of(NAME),
          v -> new AppHandler(v.get(NAME)));

  public AppHandler {
    NAME.check(name);
  }

  /// As it may be written: the name alone.
  public static final Type<AppHandler> TYPE = SHAPE.or(Terms.name(), AppHandler::new);
}
