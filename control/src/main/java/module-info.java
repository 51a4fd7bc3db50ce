/// The admin listener: health, metrics, status, stop. Later revisions, reload and certificates.
@org.jspecify.annotations.NullMarked
module dev.varve.control {
  requires transitive dev.varve.http;
  requires transitive dev.varve.store;
  requires java.management;

  exports dev.varve.control;
  exports dev.varve.control.identity;
  exports dev.varve.control.metric;
  exports dev.varve.control.store;
}
