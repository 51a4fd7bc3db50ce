package dev.varve.http;

/// Why a body did not become complete. Carries no stack: it tells about the peer, not about a bug.
public final class BodyFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /// What kind of thing went wrong, and what a server answers when it still can.
  public enum Kind {
    /// The peer closed or reset the connection.
    GONE(400),
    /// The bytes break the rules of the protocol.
    MALFORMED(400),
    /// More bytes than the limit allows.
    TOO_LARGE(413),
    /// Nothing, or too little, came for too long.
    TOO_SLOW(408),
    /// The reader's side gave up.
    CANCELLED(500),
    /// The source of the body could not be read.
    UNREADABLE(500);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /// The status that tells a client about it.
    public int status() {
      return status;
    }
  }

  private final Kind kind;

  public BodyFailure(Kind kind, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /// A few words for the log; nothing that a client may not see.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
