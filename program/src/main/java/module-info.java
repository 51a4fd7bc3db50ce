/// Main, commands, wiring.
@org.jspecify.annotations.NullMarked
module dev.varve.program {
  requires dev.varve.base;
}
