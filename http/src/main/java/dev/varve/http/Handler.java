package dev.varve.http;

/// Answers requests. Called on the connection's loop when the head of a request is complete, so it
/// must not block: work that may block goes to another thread, which comes back with
/// `exchange.loop().execute(...)`.
@FunctionalInterface
public interface Handler {
  /// Answers now or later. An exception answers 500 where nothing was answered yet, and else aborts
  /// the exchange.
  void handle(Exchange exchange);
}
