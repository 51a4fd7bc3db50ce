/// The route graph: records, canonical JSON, checks, differences, explanation.
@org.jspecify.annotations.NullMarked
module dev.varve.graph {
  requires transitive dev.varve.base;
}
