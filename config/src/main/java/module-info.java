/// Authoring: TypeScript, YAML, JSON and Java to a graph.
@org.jspecify.annotations.NullMarked
module dev.varve.config {
  requires transitive dev.varve.graph;
  requires java.management;
  requires org.snakeyaml.engine;
  requires quickjs4j;
  requires run.endive.runtime;
  requires run.endive.wasm;

  exports dev.varve.config;
  exports dev.varve.config.profile;
  exports dev.varve.config.source;
  exports dev.varve.config.template;
  exports dev.varve.config.typescript;
}
