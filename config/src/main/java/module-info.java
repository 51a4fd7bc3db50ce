/// Authoring: TypeScript, YAML, JSON and Java to a graph.
@org.jspecify.annotations.NullMarked
module dev.varve.config {
  requires transitive dev.varve.graph;

  exports dev.varve.config;
}
