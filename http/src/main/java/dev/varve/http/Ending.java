package dev.varve.http;

/// How an exchange ended.
public enum Ending {
  /// The whole answer was handed to the kernel.
  COMPLETE,
  /// The client closed the connection, reset the stream or broke the protocol before that.
  CLIENT_GONE,
  /// A time limit passed: no progress in reading the request or writing the answer.
  TIMED_OUT,
  /// The answer's body failed, so the client got a part of it.
  BROKEN,
  /// The handler gave up.
  ABORTED
}
