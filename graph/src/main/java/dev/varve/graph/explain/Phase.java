package dev.varve.graph.explain;

/// What one phase of the pipeline does with a request.
///
/// @param name of the phase
/// @param decision in words
/// @param status with which the request ends here; 0 when it goes on
public record Phase(String name, String decision, int status) {
  static Phase goesOn(String name, String decision) {
    return new Phase(name, decision, 0);
  }
}
