/// Main, commands, wiring: the only module that knows all others.
@org.jspecify.annotations.NullMarked
module dev.varve.program {
  requires dev.varve.base;
  requires info.picocli;
}
