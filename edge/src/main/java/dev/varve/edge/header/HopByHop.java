package dev.varve.edge.header;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.Locale;

/// Which fields concern one connection only (RFC 9110, 7.6.1). They are left out before the edge
/// adds any of its own, so nothing a peer names in Connection can take those away.
public final class HopByHop {
  private static final FieldName[] NAMES = {
    FieldName.CONNECTION,
    FieldName.KEEP_ALIVE,
    FieldName.PROXY_CONNECTION,
    FieldName.PROXY_AUTHENTICATE,
    FieldName.PROXY_AUTHORIZATION,
    FieldName.TE,
    FieldName.TRANSFER_ENCODING,
    FieldName.UPGRADE,
    FieldName.HTTP2_SETTINGS
  };

  private static final long BITS = bits();

  private HopByHop() {}

  /// One bit for each name, so that most fields are told by a look at their number.
  private static long bits() {
    long bits = 0;
    for (FieldName name : NAMES) {
      bits |= 1L << (name.hash() & 63);
    }
    return bits;
  }

  /// Copies what travels on. `TE: trailers` does, since trailers are passed on.
  public static void copy(Fields from, Fields to) {
    boolean trailers = from.hasToken(FieldName.TE, "trailers");
    boolean named = namesOthers(from);
    int before = to.size();
    to.copy(from);
    if (from.hasNone(BITS)) {
      return;
    }
    for (int i = from.size() - 1; i >= 0; i--) {
      if (isHopByHop(from, i) || (named && isNamed(from, i))) {
        to.remove(before + i);
      }
    }
    if (trailers) {
      to.add(FieldName.TE, "trailers");
    }
  }

  static boolean isHopByHop(Fields fields, int place) {
    if ((BITS >>> (fields.nameHash(place) & 63) & 1) == 0) {
      return false;
    }
    for (FieldName name : NAMES) {
      if (fields.nameIs(place, name)) {
        return true;
      }
    }
    return false;
  }

  /// Whether Connection says more than what nearly all messages say, so that most pay nothing.
  private static boolean namesOthers(Fields fields) {
    for (int i = fields.find(FieldName.CONNECTION);
        i >= 0;
        i = fields.find(FieldName.CONNECTION, i + 1)) {
      if (!fields.valueIs(i, "keep-alive")
          && !fields.valueIs(i, "close")
          && !fields.valueIs(i, "upgrade")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(Fields fields, int place) {
    return fields.hasToken(FieldName.CONNECTION, fields.name(place).toLowerCase(Locale.ROOT));
  }
}
