package dev.varve.control.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Entity tags as headers list them (RFC 9110, 8.8.3 and 13.1).
final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[!#-~\\x80-\\uffff]*+\"");

  private EntityTags() {}

  static boolean isAny(String list) {
    return list.strip().equals("*");
  }

  /// The tags, with their quotes. Empty elements are passed over (RFC 9110, 5.6.1).
  ///
  /// @throws dev.varve.base.Failure when it is no list of tags
  static List<String> of(String header, String list) {
    var tags = new ArrayList<String>();
    Matcher matcher = TAG.matcher(list);
    boolean free = true;
    for (int at = 0; at < list.length(); ) {
      char c = list.charAt(at);
      if (free && matcher.region(at, list.length()).lookingAt()) {
        tags.add(matcher.group());
        free = false;
        at = matcher.end();
      } else if (c == ',' || c == ' ' || c == '\t') {
        free |= c == ',';
        at++;
      } else {
        throw wrong(header, list);
      }
    }
    return tags;
  }

  private static dev.varve.base.Failure wrong(String header, String list) {
    String shown = list.length() > 200 ? list.substring(0, 199) + "…" : list;
    return StoreRequest.bad(header, "must be * or ETags in quotes, but is " + shown);
  }
}
