package dev.varve.http;

/// The version of HTTP a message travels by.
public enum Version {
  HTTP_1_0("HTTP/1.0"),
  HTTP_1_1("HTTP/1.1"),
  HTTP_2("HTTP/2"),
  HTTP_3("HTTP/3");

  private final String text;

  Version(String text) {
    this.text = text;
  }

  /// As logs and the Via field show it, such as `HTTP/1.1`.
  @Override
  public String toString() {
    return text;
  }
}
