package dev.varve.http.client;

/// Why a request got no answer. The kinds differ in whether the request may be sent again.
public sealed interface ClientFailure {
  /// For logs; says nothing that a client may not see, but names the origin's address.
  String reason();

  /// Nothing of the request was sent: any request may be sent again, elsewhere.
  record Refused(String reason) implements ClientFailure {}

  /// The origin is there, but what it speaks cannot carry the request: nothing was sent.
  record Unspeakable(String reason) implements ClientFailure {}

  /// No connection became free in time, or too many requests wait for one: nothing was sent, and
  /// nothing is wrong with the origin.
  record Busy(String reason) implements ClientFailure {}

  /// Something of the request was sent, so the origin may have acted on it.
  record Broken(String reason) implements ClientFailure {}

  /// A limit of time passed.
  record Timeout(Kind kind, String reason) implements ClientFailure {
    /// Which limit.
    public enum Kind {
      /// No usable connection in time; nothing was sent.
      CONNECT,
      /// The request was sent, but no answer began.
      FIRST_BYTE,
      /// The answer, or taking the request's body, stopped half-way.
      IDLE,
      /// The whole took too long.
      TOTAL
    }
  }

  /// The answer breaks the rules of HTTP, or its framing is ambiguous.
  record BadResponse(String reason) implements ClientFailure {}

  /// The caller gave up, or the client was closed.
  record Cancelled(String reason) implements ClientFailure {}

  /// Whether nothing of the request left, so that sending it again cannot do anything twice.
  default boolean nothingSent() {
    return switch (this) {
      case Refused _, Unspeakable _, Busy _ -> true;
      case Timeout timeout -> timeout.kind() == Timeout.Kind.CONNECT;
      case Broken _, BadResponse _, Cancelled _ -> false;
    };
  }
}
