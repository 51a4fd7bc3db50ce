package dev.varve.base;

/// How a command of the program ends. The numbers are part of the interface and never change.
public enum Exit {
  OK(0),
  FAILED(1),
  USAGE(2),
  NOT_FOUND(3),
  INVALID(4),
  CONFLICT(5),
  UNREACHABLE(6),
  NOT_ALLOWED(7),
  TIMEOUT(8),
  DIFFERENCES(9);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  /// The status the process ends with.
  public int status() {
    return status;
  }
}
