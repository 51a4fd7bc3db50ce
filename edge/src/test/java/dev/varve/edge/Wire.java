package dev.varve.edge;

/// Messages as they stand on the wire.
public final class Wire {
  private Wire() {}

  /// These lines, each with its end, and the empty line behind them.
  public static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
