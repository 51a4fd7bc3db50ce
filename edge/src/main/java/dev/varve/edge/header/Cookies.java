package dev.varve.edge.header;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import org.jspecify.annotations.Nullable;

/// The cookies of a request (RFC 6265).
public final class Cookies {
  private Cookies() {}

  /// The value of the first cookie of that name; null when there is none.
  public static @Nullable String value(Fields fields, String name) {
    for (int i = fields.find(FieldName.COOKIE); i >= 0; i = fields.find(FieldName.COOKIE, i + 1)) {
      String found = value(fields.value(i), name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String value(String cookies, String name) {
    int at = 0;
    while (at < cookies.length()) {
      int end = cookies.indexOf(';', at);
      end = end < 0 ? cookies.length() : end;
      while (at < end && cookies.charAt(at) == ' ') {
        at++;
      }
      int after = at + name.length();
      if (after < end && cookies.startsWith(name, at) && cookies.charAt(after) == '=') {
        return cookies.substring(after + 1, end).strip();
      }
      at = end + 1;
    }
    return null;
  }
}
