package dev.varve.edge.header;

import dev.varve.http.Fields;

/// The names by which proxies tell who asked: Forwarded, X-Forwarded-anything and X-Real-IP, with
/// dashes or underscores. Applications that turn both into the same variable would otherwise
/// believe the client's underscore over the edge's dash.
public final class Forwarding {
  private Forwarding() {}

  /// Takes away what a client without trust says about itself.
  public static void remove(Fields fields) {
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (isForwarding(fields, i)) {
        fields.remove(i);
      }
    }
  }

  static boolean isForwarding(Fields fields, int place) {
    byte[] bytes = fields.array();
    int from = fields.nameOffset(place);
    int length = fields.nameLength(place);
    return switch (bytes[from] | 0x20) {
      case 'f' -> length == 9 && starts(bytes, from, "forwarded");
      case 'x' ->
          (length >= 12 && starts(bytes, from, "x-forwarded-"))
              || (length == 9 && starts(bytes, from, "x-real-ip"));
      default -> false;
    };
  }

  private static boolean starts(byte[] bytes, int from, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      int each = bytes[from + i];
      char wanted = lower.charAt(i);
      boolean same = wanted == '-' ? each == '-' || each == '_' : (each | 0x20) == wanted;
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
