package dev.varve.graph.upstream;

/// A kind of failure that may be worth another try.
public sealed interface RetryOn {
  /// What went wrong on the way.
  enum Cause {
    /// No connection: nothing was sent.
    CONNECT,
    /// The connection broke before the response began.
    RESET,
    /// The response did not begin in time.
    TIMEOUT
  }

  /// The try failed on the way.
  record Failed(Cause cause) implements RetryOn {}

  /// The target answered with this status.
  record Status(int status) implements RetryOn {}
}
