package dev.varve.graph;

/// What happens to a slash at the end of a path.
public enum TrailingSlash {
  /// Nothing.
  KEEP,
  /// Paths without one and without an extension are redirected to the path with one.
  ADD,
  /// Paths with one are redirected to the path without.
  STRIP
}
