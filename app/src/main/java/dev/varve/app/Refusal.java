package dev.varve.app;

/// A handler's way to end with a status from deep within: `throw new Refusal(404, "No such
/// order.")`. The message is shown to the client.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status 400 to 599
  public Refusal(int status, String message) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "a refusal's status must be between 400 and 599, but is " + status);
    }
    this.status = status;
  }

  public int status() {
    return status;
  }

  /// The message, never null.
  public String text() {
    return String.valueOf(getMessage());
  }
}
