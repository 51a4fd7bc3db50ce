package dev.varve.graph.route;

import dev.varve.graph.route.FieldMatch.Is;
import dev.varve.graph.route.FieldMatch.Present;
import dev.varve.graph.route.FieldMatch.Regex;
import dev.varve.graph.shape.Choice;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;

/// How conditions on headers and query parameters are written.
final class FieldMatches {
  /// Text alone stands for [Is].
  static final Type<FieldMatch> TYPE =
      Choice.<FieldMatch>of("FieldMatch", "What a header or query parameter must be.")
          .with("is", "It has exactly this value.", Is.class, () -> Is.TYPE)
          .with("regex", "Its whole value matches (RE2).", Regex.class, () -> Regex.TYPE)
          .with("present", "It is there (true) or not (false).", Present.class, () -> Present.TYPE)
          .or(Types.anyText(), Is::new);

  private FieldMatches() {}
}
