package dev.varve.app;

/// Says of a handler that it may be called on a loop.
record InlineHandler(Handler handler) implements Handler {
  @Override
  public Reply handle(Request request) throws Exception {
    return handler.handle(request);
  }
}
