/// The route graph: records, canonical JSON, checks, differences, explanation.
@org.jspecify.annotations.NullMarked
module dev.varve.graph {
  requires transitive dev.varve.base;
  requires re2j;

  exports dev.varve.graph;
  exports dev.varve.graph.action;
  exports dev.varve.graph.check;
  exports dev.varve.graph.doc;
  exports dev.varve.graph.explain;
  exports dev.varve.graph.guard;
  exports dev.varve.graph.listen;
  exports dev.varve.graph.match;
  exports dev.varve.graph.path;
  exports dev.varve.graph.plan;
  exports dev.varve.graph.route;
  exports dev.varve.graph.shape;
  exports dev.varve.graph.term;
  exports dev.varve.graph.upstream;
}
