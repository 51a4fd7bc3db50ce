/// Main, commands, wiring: the only module that knows all others.
@org.jspecify.annotations.NullMarked
module dev.varve.program {
  requires dev.varve.base;
  requires dev.varve.control;
  requires info.picocli;
  requires dev.varve.app;
  requires java.compiler;
  requires java.net.http;

  uses dev.varve.app.Application;
}
