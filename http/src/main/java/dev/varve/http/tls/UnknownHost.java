package dev.varve.http.tls;

import javax.net.ssl.SSLException;

/// A client asks for a name that is not served here; it is told so by an alert.
final class UnknownHost extends SSLException {
  private static final long serialVersionUID = 1L;

  /// The alert `unrecognized_name` as a record (RFC 6066, 3; RFC 8446, 6): fatal, 112.
  private static final byte[] ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x70};

  UnknownHost(String name) {
    super("no host here is named '" + name + "'");
  }

  static byte[] alert() {
    return ALERT.clone();
  }
}
