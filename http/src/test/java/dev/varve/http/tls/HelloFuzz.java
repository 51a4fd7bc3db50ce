package dev.varve.http.tls;

import java.nio.ByteBuffer;

/// Any bytes as the begin of a TLS connection: what a part of them says all of them say, so that a
/// connection goes where its first packet would send it.
public final class HelloFuzz {
  private HelloFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String whole = read(input, input.length);
    for (int length = 0; length < input.length; length++) {
      String part = read(input, length);
      if (!part.equals("more") && !part.equals(whole)) {
        throw new AssertionError("with " + length + " bytes: " + part + "\nwith all: " + whole);
      }
    }
  }

  private static String read(byte[] input, int length) {
    ByteBuffer in = ByteBuffer.wrap(input, 0, length).slice();
    try {
      ClientHello hello = ClientHello.read(in);
      if (in.position() != 0) {
        throw new AssertionError("buffer must stay as it is");
      }
      return hello == null ? "more" : hello.toString();
    } catch (ClientHello.NotTls refused) {
      return "refused";
    }
  }
}
