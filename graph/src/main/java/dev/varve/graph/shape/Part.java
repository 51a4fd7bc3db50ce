package dev.varve.graph.shape;

import java.util.List;

/// An object with a name of its own in the schema, the types and the reference page.
public sealed interface Part permits Shape, Choice {
  String name();

  /// One sentence.
  String doc();

  /// Its keys, in the order they are shown.
  List<Field<?, ?>> fields();

  /// Whether exactly one of the keys must be there.
  boolean exclusive();
}
