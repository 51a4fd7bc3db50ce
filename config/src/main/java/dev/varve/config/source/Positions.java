package dev.varve.config.source;

import java.util.List;

/// Where the parts of an authored value stand in the files they were read from.
@FunctionalInterface
public interface Positions {
  /// Nothing is known, as for a value made by a program.
  Positions NONE = _ -> "";

  /// The place of the value at a path of member names and array indexes (as decimal text): `file`,
  /// `file:line` or `file:line:column`, the latter two from 1. The nearest known place around it
  /// when its own is unknown; empty when there is none.
  String at(List<String> path);
}
