package dev.varve.http.hpack;

import dev.varve.http.FieldName;

/// What a field means to HTTP/2 itself (RFC 9113 section 8).
public enum FieldKind {
  /// Nothing: it belongs to the message.
  REGULAR,
  METHOD,
  SCHEME,
  AUTHORITY,
  PATH,
  PROTOCOL,
  STATUS,
  /// A name that begins with a colon and is none of the known ones.
  UNKNOWN_PSEUDO,
  /// A field about one connection, which HTTP/2 does not have (RFC 9113 section 8.2.2).
  FORBIDDEN,
  TE,
  CONTENT_LENGTH,
  HOST,
  COOKIE;

  public boolean isPseudo() {
    return switch (this) {
      case METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL, STATUS, UNKNOWN_PSEUDO -> true;
      case REGULAR, FORBIDDEN, TE, CONTENT_LENGTH, HOST, COOKIE -> false;
    };
  }

  public static FieldKind of(byte[] name, int from, int length) {
    if (length > 0 && name[from] == ':') {
      return pseudo(name, from + 1, length - 1);
    }
    return switch (length) {
      case 2 -> is(FieldName.TE, TE, name, from, length);
      case 4 -> is(FieldName.HOST, HOST, name, from, length);
      case 6 -> is(FieldName.COOKIE, COOKIE, name, from, length);
      case 7 -> is(FieldName.UPGRADE, FORBIDDEN, name, from, length);
      case 10 ->
          FieldName.CONNECTION.matches(name, from, length)
              ? FORBIDDEN
              : is(FieldName.KEEP_ALIVE, FORBIDDEN, name, from, length);
      case 14 -> is(FieldName.CONTENT_LENGTH, CONTENT_LENGTH, name, from, length);
      case 16 -> is(FieldName.PROXY_CONNECTION, FORBIDDEN, name, from, length);
      case 17 -> is(FieldName.TRANSFER_ENCODING, FORBIDDEN, name, from, length);
      default -> REGULAR;
    };
  }

  private static FieldKind is(FieldName wanted, FieldKind kind, byte[] name, int from, int length) {
    return wanted.matches(name, from, length) ? kind : REGULAR;
  }

  private static FieldKind pseudo(byte[] name, int from, int length) {
    FieldKind guess =
        switch (length) {
          case 4 -> PATH;
          case 8 -> PROTOCOL;
          case 9 -> AUTHORITY;
          case 6 -> name[from] == 'm' ? METHOD : name[from + 1] == 't' ? STATUS : SCHEME;
          default -> UNKNOWN_PSEUDO;
        };
    return guess.isWritten(name, from, length) ? guess : UNKNOWN_PSEUDO;
  }

  private boolean isWritten(byte[] name, int from, int length) {
    String text = pseudoText();
    for (int i = 0; i < length; i++) {
      if (text.length() != length || text.charAt(i) != name[from + i]) {
        return false;
      }
    }
    return true;
  }

  private String pseudoText() {
    return switch (this) {
      case METHOD -> "method";
      case SCHEME -> "scheme";
      case AUTHORITY -> "authority";
      case PATH -> "path";
      case PROTOCOL -> "protocol";
      case STATUS -> "status";
      case REGULAR, UNKNOWN_PSEUDO, FORBIDDEN, TE, CONTENT_LENGTH, HOST, COOKIE -> "";
    };
  }
}
