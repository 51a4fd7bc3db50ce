package dev.varve.app;

/// Answers one request. Runs on a virtual thread of its own and may block, unless it is made
/// [#inline].
@FunctionalInterface
public interface Handler {
  /// A thrown [dev.varve.base.Failure] or [Refusal] is answered as it says; anything else is
  /// answered 500 and logged, and harms no other request.
  Reply handle(Request request) throws Exception;

  /// A handler that never waits and takes microseconds: it is called by the loop that read the
  /// request, which spares a thread for each. While it runs, the loop's other connections wait; one
  /// that blocks holds all of them up. Its route's guard is called there too.
  ///
  /// Requests with a body are answered on virtual threads even so, and so is the content of files
  /// and streams.
  static Handler inline(Handler handler) {
    return new InlineHandler(handler);
  }
}
