/// Sings while the compiler refuses it.
@org.jspecify.annotations.NullMarked
module dev.varve.canary {
  requires static org.jspecify;
}
