package dev.varve.http.hpack;

/// A header block cannot be read on, after which the tables of both sides may differ. Carries no
/// stack trace: it is thrown because of what a stranger sent.
public final class HpackException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean excessive;

  private HpackException(String reason, boolean excessive) {
    super(reason, null, false, false);
    this.excessive = excessive;
  }

  static HpackException wrong(String reason) {
    return new HpackException(reason, false);
  }

  static HpackException excessive(String reason) {
    return new HpackException(reason, true);
  }

  /// Whether the block is more than was allowed, not written wrongly.
  public boolean isExcessive() {
    return excessive;
  }

  /// The words for the peer and the log.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
