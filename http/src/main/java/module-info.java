/// The wire: HTTP server and client, no routing.
@org.jspecify.annotations.NullMarked
module dev.varve.http {
  requires transitive dev.varve.base;
}
