package dev.varve.http.h2.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/// The 24 octets every client begins with (RFC 9113 section 3.4).
public final class Preface {
  private static final byte[] OCTETS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

  private int matched;

  /// The octets, for a client to send; not to be changed.
  public static byte[] octets() {
    return OCTETS;
  }

  public boolean isComplete() {
    return matched == OCTETS.length;
  }

  /// Takes what belongs to the preface off the buffer.
  public void read(ByteBuffer in) throws H2Exception {
    while (matched < OCTETS.length && in.hasRemaining()) {
      if (in.get() != OCTETS[matched]) {
        throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "connection preface is wrong");
      }
      matched++;
    }
  }
}
