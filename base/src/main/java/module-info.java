/// What every other module stands on: time, units, limits, problems and JSON. Depends on nothing.
@org.jspecify.annotations.NullMarked
module dev.varve.base {
  requires static transitive org.jspecify;

  exports dev.varve.base;
  exports dev.varve.base.json;
  exports dev.varve.base.unit;
}
