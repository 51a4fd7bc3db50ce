package dev.varve.edge.files;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A content coding in which a file may lie beside itself.
enum Coding {
  BROTLI("br", ".br"),
  ZSTD("zstd", ".zst"),
  GZIP("gzip", ".gz"),
  IDENTITY("identity", "");

  private final String token;
  private final String suffix;

  Coding(String token, String suffix) {
    this.token = token;
    this.suffix = suffix;
  }

  /// As it stands in Content-Encoding.
  String token() {
    return token;
  }

  /// What the name of the file ends with.
  String suffix() {
    return suffix;
  }

  /// The coding the client likes best among those there are; of equals the first. Identity when it
  /// likes none: a client that can read nothing gets what most can.
  ///
  /// @param available in the order of our own preference
  static Coding choose(@Nullable String acceptEncoding, Set<Coding> available) {
    if (acceptEncoding == null || available.size() == 1) {
      return IDENTITY;
    }
    String accept = acceptEncoding.toLowerCase(Locale.ROOT);
    Coding best = IDENTITY;
    int highest = 0;
    for (Coding coding : available) {
      int quality = quality(accept, coding.token);
      if (quality > highest) {
        highest = quality;
        best = coding;
      }
    }
    return best;
  }

  /// In thousandths. Identity, where it is not named, is accepted least of all.
  private static int quality(String accept, String token) {
    int any = -1;
    int at = 0;
    while (at < accept.length()) {
      int comma = accept.indexOf(',', at);
      int end = comma < 0 ? accept.length() : comma;
      int semicolon = accept.indexOf(';', at);
      int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
      String name = accept.substring(at, nameEnd).strip();
      if (name.equals(token) || (token.equals("gzip") && name.equals("x-gzip"))) {
        return quality(accept.substring(nameEnd, end));
      }
      if (name.equals("*")) {
        any = quality(accept.substring(nameEnd, end));
      }
      at = end + 1;
    }
    if (any >= 0) {
      return any;
    }
    return token.equals("identity") ? 1 : 0;
  }

  private static int quality(String parameters) {
    int q = parameters.indexOf("q=");
    if (q < 0) {
      return 1000;
    }
    try {
      double value = Double.parseDouble(parameters.substring(q + 2).strip());
      return value >= 0 && value <= 1 ? (int) Math.round(value * 1000) : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
