package dev.varve.graph.match;

import dev.varve.graph.route.PathPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parameters of a path by name, percent-decoded as the canonical path is. Immutable. They are cut
/// out of the path when they are asked for, since most routes never ask.
public final class Params {
  /// A path without parameters.
  public static final Params NONE = new Params(PathPattern.ANY, List.of(), "/");

  private final PathPattern pattern;
  private final List<String> names;
  private final String path;

  /// @param names those of the pattern
  /// @param path one that the pattern matches
  Params(PathPattern pattern, List<String> names, String path) {
    this.pattern = pattern;
    this.names = names;
    this.path = path;
  }

  /// The value, or null when the pattern has no such parameter.
  public @Nullable String get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values().get(index);
  }

  /// In the order of the pattern.
  public List<String> names() {
    return names;
  }

  /// One for each name.
  public List<String> values() {
    var values = new ArrayList<String>(names.size());
    int at = 1;
    for (PathPattern.Segment segment : pattern.segments()) {
      int end = SegmentTrie.end(path, at);
      if (segment.parameter()) {
        values.add(path.substring(at, end));
      }
      at = end + 1;
    }
    if (!pattern.rest().isEmpty()) {
      values.add(at <= path.length() ? path.substring(at) : "");
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Params params
        && names.equals(params.names)
        && values().equals(params.values());
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + values().hashCode();
  }

  @Override
  public String toString() {
    return names + "=" + values();
  }
}
