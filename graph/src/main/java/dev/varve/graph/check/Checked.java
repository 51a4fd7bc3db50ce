package dev.varve.graph.check;

import dev.varve.base.Problem;
import java.util.List;

/// What was found, all of it.
///
/// @param errors what keeps a graph from being served
/// @param warnings what is probably not meant
public record Checked(List<Problem> errors, List<Problem> warnings) {
  public Checked {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
