/// Main, commands, wiring: the only module that knows all others.
@org.jspecify.annotations.NullMarked
module dev.varve.program {
  requires dev.varve.base;
  requires dev.varve.control;
  requires dev.varve.app;
  requires dev.varve.config;
  requires dev.varve.edge;
  requires dev.varve.graph;
  requires dev.varve.http;
  requires dev.varve.store;
  requires java.compiler;
  requires java.net.http;

  uses dev.varve.app.Application;
}
