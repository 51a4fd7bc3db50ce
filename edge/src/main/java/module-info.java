/// Runs a graph: match, guard, act.
@org.jspecify.annotations.NullMarked
module dev.varve.edge {
  requires transitive dev.varve.http;
  requires transitive dev.varve.graph;
  requires re2j;

  exports dev.varve.edge;
  exports dev.varve.edge.action;
  exports dev.varve.edge.guard;
  exports dev.varve.edge.log;
}
