package dev.varve.graph.match;

import dev.varve.graph.route.Route;

/// A route whose path fits a request, and what became of it.
///
/// @param site its site's host
public record Contender(String site, Route route, Verdict verdict) {
  /// What decided.
  public enum Verdict {
    /// It answers.
    WINS,
    /// It is for other methods.
    METHOD,
    /// A header or query parameter is not as it must be.
    FIELDS,
    /// Everything holds, but another one is more specific or stands earlier.
    LESS_SPECIFIC
  }
}
