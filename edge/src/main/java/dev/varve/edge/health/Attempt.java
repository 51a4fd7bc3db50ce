package dev.varve.edge.health;

/// What became of one attempt to reach a target. Whether another attempt may follow is a fact of
/// the outcome, not of the place where it was caught.
public sealed interface Attempt {
  /// The target answered; the status decides.
  record Answered(int status) implements Attempt {}

  /// Nothing of the request was sent: any request may be sent again.
  record Refused(Cause cause) implements Attempt {}

  /// Something was sent, so the target may already have acted on it.
  record Broken(Cause cause) implements Attempt {}

  /// There was no target to ask.
  record Unserved() implements Attempt {}

  /// The client went away; nobody waits for an answer.
  record Abandoned() implements Attempt {}

  /// Why an attempt failed, by the names that stand in the log as `error.type`.
  enum Cause {
    /// No connection, or TLS failed.
    CONNECT("upstream_connect", 502),
    CONNECT_TIMEOUT("upstream_connect_timeout", 504),
    /// All connections the target may have are in use, and none became free in time.
    BUSY("upstream_busy", 503),
    /// The request could not be written as the upstream's protocol.
    REQUEST_BUILD("upstream_request_build", 502),
    /// The connection ended while the request was being sent.
    REQUEST_WRITE("upstream_request_write", 502),
    /// The client's body could not be read to its end.
    REQUEST_BODY("request_body_read", 400),
    /// The connection ended, or what came is not a response.
    RESPONSE_READ("upstream_response_read", 502),
    FIRST_BYTE_TIMEOUT("upstream_first_byte_timeout", 504),
    IDLE_TIMEOUT("upstream_idle_timeout", 504),
    TOTAL_TIMEOUT("upstream_total_timeout", 504);

    private final String errorType;
    private final int status;

    Cause(String errorType, int status) {
      this.errorType = errorType;
      this.status = status;
    }

    public String errorType() {
      return errorType;
    }

    /// The status the client gets when this was the last attempt.
    public int status() {
      return status;
    }
  }

  /// Whether the outcome itself allows that the request is sent again.
  ///
  /// @param idempotent whether the method means the same when it is done twice
  /// @param bodyKept whether the body can still be sent from its start
  default boolean maySendAgain(boolean idempotent, boolean bodyKept) {
    return switch (this) {
      case Refused(Cause cause) -> bodyKept && cause != Cause.TOTAL_TIMEOUT;
      case Broken(Cause cause) ->
          idempotent && bodyKept && cause != Cause.TOTAL_TIMEOUT && cause != Cause.REQUEST_BODY;
      case Answered _ -> idempotent && bodyKept;
      case Unserved _, Abandoned _ -> false;
    };
  }
}
