package dev.varve.http.dns;

/// Kinds of records that can be asked for.
public enum RecordType {
  /// IPv4 addresses.
  A(1),
  /// IPv6 addresses (RFC 3596).
  AAAA(28),
  /// Services (RFC 2782).
  SRV(33);

  private final int number;

  RecordType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
