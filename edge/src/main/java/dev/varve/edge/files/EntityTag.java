package dev.varve.edge.files;

import org.jspecify.annotations.Nullable;

/// The lists of entity tags in If-Match, If-None-Match and If-Range (RFC 9110, 8.8.3 and 13.1).
final class EntityTag {
  private EntityTag() {}

  static boolean isWeak(String tag) {
    return tag.startsWith("W/");
  }

  /// Whether the list, or `*`, has the tag; weak tags equal nothing.
  static boolean strongMatch(String list, String tag) {
    return !isWeak(tag) && matches(list, tag, true);
  }

  /// Whether the list, or `*`, has the tag; weak or not makes no difference.
  static boolean weakMatch(String list, String tag) {
    return matches(list, tag, false);
  }

  private static boolean matches(String list, String tag, boolean strong) {
    if (list.strip().equals("*")) {
      return true;
    }
    String opaque = isWeak(tag) ? tag.substring(2) : tag;
    int at = 0;
    while (at < list.length()) {
      int open = list.indexOf('"', at);
      int close = open < 0 ? -1 : list.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      boolean weak = open >= 2 && list.startsWith("W/", open - 2);
      if (!(weak && strong) && list.regionMatches(open, opaque, 0, opaque.length())) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }

  /// Whether If-Range names this representation: by strong tag, or by exactly its date.
  static boolean ifRangeHolds(@Nullable String ifRange, String tag, long modifiedSeconds) {
    if (ifRange == null) {
      return true;
    }
    String value = ifRange.strip();
    if (value.startsWith("\"") || value.startsWith("W/")) {
      return !isWeak(value) && !isWeak(tag) && value.equals(tag);
    }
    return HttpDate.parse(value) == modifiedSeconds;
  }
}
