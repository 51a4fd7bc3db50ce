package dev.varve.graph.check;

import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.PathPattern.Kind;
import dev.varve.graph.route.PathPattern.Segment;
import java.util.List;

/// Whether every path of one pattern is one of another.
final class Covering {
  private Covering() {}

  /// Says no where it cannot know, as between most regular expressions.
  static boolean covers(PathPattern wide, PathPattern narrow) {
    if (wide.equals(narrow)) {
      return true;
    }
    if (wide.kind() == Kind.PREFIX && wide.segments().isEmpty()) {
      return true;
    }
    if (narrow.kind() == Kind.REGEX) {
      return wide.kind() == Kind.REGEX
          ? Expressions.covers(wide.regex(), narrow.regex())
          : wide.kind() == Kind.PREFIX && beginsWith(narrow.regex(), wide);
    }
    if (wide.kind() == Kind.REGEX || (wide.kind() == Kind.EXACT && narrow.kind() == Kind.PREFIX)) {
      return false;
    }
    List<Segment> wider = wide.segments();
    List<Segment> narrower = narrow.segments();
    boolean length =
        wide.kind() == Kind.PREFIX
            ? wider.size() <= narrower.size()
            : wider.size() == narrower.size();
    return length && segmentsCover(wider, narrower);
  }

  private static boolean beginsWith(String regex, PathPattern prefix) {
    boolean literal = prefix.segments().stream().noneMatch(Segment::parameter);
    String before = prefix.text().substring(0, prefix.text().lastIndexOf('*'));
    return literal && Expressions.start(regex).startsWith(before);
  }

  private static boolean segmentsCover(List<Segment> wide, List<Segment> narrow) {
    for (int i = 0; i < wide.size(); i++) {
      Segment one = wide.get(i);
      Segment other = narrow.get(i);
      boolean covered =
          one.parameter()
              ? other.parameter() || !other.text().isEmpty()
              : !other.parameter() && one.text().equals(other.text());
      if (!covered) {
        return false;
      }
    }
    return true;
  }
}
