package dev.varve.config.erasure;

import java.util.List;

/// An object or array written out in the text: what lets a value be traced to its line.
///
/// @param parts in the order written
public record Literal(int start, int end, List<Part> parts) {
  public Literal {
    parts = List.copyOf(parts);
  }

  public sealed interface Part {
    /// A member with a name that can be read, at the name.
    record Member(String name, int at) implements Part {}

    /// `[expression]: value`; the offsets are those of the expression.
    record Computed(int start, int end) implements Part {}

    /// `...expression`; the offsets are those of the expression.
    record Spread(int start, int end) implements Part {}

    /// An element of an array.
    record Item(int at) implements Part {}
  }
}
