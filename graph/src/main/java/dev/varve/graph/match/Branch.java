package dev.varve.graph.match;

import dev.varve.graph.route.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node of the path trie while it grows: one step for each segment of a pattern. [SegmentTrie] is
/// what it becomes.
final class Branch {
  final Map<String, Branch> literals = new LinkedHashMap<>();
  private @Nullable Branch parameter;

  /// Routes whose whole pattern ends here, in order of precedence.
  final List<Candidate> exact = new ArrayList<>();

  /// Routes for everything from here on, in order of precedence.
  final List<Candidate> prefix = new ArrayList<>();

  void add(Candidate candidate) {
    PathPattern pattern = candidate.route.match().path();
    Branch branch = this;
    for (PathPattern.Segment segment : pattern.segments()) {
      branch =
          segment.parameter()
              ? branch.growParameter()
              : branch.literals.computeIfAbsent(segment.text(), _ -> new Branch());
    }
    List<Candidate> here = pattern.kind() == PathPattern.Kind.EXACT ? branch.exact : branch.prefix;
    here.add(candidate);
    here.sort(Candidate.PRECEDENCE);
  }

  /// What a segment leads to that is no literal here, or null.
  @Nullable Branch parameter() {
    return parameter;
  }

  private Branch growParameter() {
    if (parameter == null) {
      parameter = new Branch();
    }
    return parameter;
  }

  /// How many nodes there are from here on, this one among them.
  int size() {
    int size = 1 + (parameter == null ? 0 : parameter.size());
    for (Branch literal : literals.values()) {
      size += literal.size();
    }
    return size;
  }
}
