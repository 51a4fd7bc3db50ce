/// Runs a graph: match, guard, act.
@org.jspecify.annotations.NullMarked
module dev.varve.edge {
  requires transitive dev.varve.http;
  requires transitive dev.varve.graph;
}
