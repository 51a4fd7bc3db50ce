package dev.varve.edge.proxy;

import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;

/// How many servers on the way may still pass OPTIONS or TRACE on (RFC 9110 section 7.6.2). For all
/// other methods, and where it is no number, the field means nothing.
final class MaxForwards {
  private static final FieldName NAME = FieldName.of("max-forwards");

  private MaxForwards() {}

  /// Whether the request must be answered here.
  static boolean areOver(Request request) {
    return of(request) == 0;
  }

  /// Counts this server.
  static void count(Request in, Fields out) {
    long left = of(in);
    if (left > 0) {
      out.remove(NAME);
      out.add(NAME, left - 1);
    }
  }

  private static long of(Request request) {
    String method = request.method();
    if (!method.equals("OPTIONS") && !method.equals("TRACE")) {
      return -1;
    }
    Fields fields = request.fields();
    int place = fields.find(NAME);
    if (place < 0) {
      return -1;
    }
    int from = fields.valueOffset(place);
    return Digits.parse(fields.array(), from, from + fields.valueLength(place));
  }
}
