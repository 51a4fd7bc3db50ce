package dev.varve.graph.path;

/// What became of a request's path.
public sealed interface PathOutcome {
  /// The form that every phase looks at.
  record Canonical(String path) implements PathOutcome {}

  /// The request is answered with 400.
  ///
  /// @param reason fit to be shown to the client
  record Refused(String reason) implements PathOutcome {}
}
