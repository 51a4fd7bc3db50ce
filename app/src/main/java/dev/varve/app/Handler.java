package dev.varve.app;

/// Answers one request. Runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface Handler {
  /// A thrown [dev.varve.base.Failure] or [Refusal] is answered as it says; anything else is
  /// answered 500 and logged, and harms no other request.
  Reply handle(Request request) throws Exception;
}
