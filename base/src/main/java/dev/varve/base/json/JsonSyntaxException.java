package dev.varve.base.json;

/// The text is not JSON, or breaks one of [JsonLimits]. Safe to show to whoever sent the text.
public final class JsonSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  JsonSyntaxException(String message, int line, int column) {
    super("line " + line + ", column " + column + ": " + message);
    this.line = line;
    this.column = column;
  }

  /// From 1.
  public int line() {
    return line;
  }

  /// In bytes of the line's UTF-8, from 1.
  public int column() {
    return column;
  }
}
