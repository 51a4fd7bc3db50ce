package dev.varve.http.h1;

import dev.varve.http.Ascii;
import java.nio.charset.StandardCharsets;

/// The methods everybody knows, so that they cost no garbage.
final class Methods {
  private static final String[] KNOWN = {
    "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "QUERY"
  };

  private Methods() {}

  static String of(byte[] bytes, int from, int to) {
    for (String each : KNOWN) {
      if (Ascii.equals(each, bytes, from, to - from)) {
        return each;
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
