package dev.varve.graph.match;

import dev.varve.graph.route.PathPattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the path trie: one step for each segment of a path.
///
/// Invariant: the literal children are in an open-addressing table with at least half of its places
/// free, found by a hash of the segment's characters, so that a step costs the same whether a node
/// has one child or ten thousand, and takes nothing from the heap. A node holds its own name, so
/// that a step touches few lines of the processor's cache. Built by one thread, then published and
/// only read.
final class SegmentTrie {
  private static final Candidate[] NOBODY = {};
  private static final SegmentTrie[] NO_CHILDREN = {};

  private final String name;
  private @Nullable SegmentTrie[] children = NO_CHILDREN;
  private int count;
  private @Nullable SegmentTrie parameter;
  private Candidate[] exact = NOBODY;
  private Candidate[] prefix = NOBODY;

  /// The root.
  SegmentTrie() {
    this("");
  }

  private SegmentTrie(String name) {
    this.name = name;
  }

  /// Where the segment that starts at `from` ends.
  static int end(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  void add(Candidate candidate) {
    PathPattern pattern = candidate.route.match().path();
    SegmentTrie node = this;
    for (PathPattern.Segment segment : pattern.segments()) {
      node = segment.parameter() ? node.parameter() : node.literal(segment.text());
    }
    if (pattern.kind() == PathPattern.Kind.EXACT) {
      node.exact = with(node.exact, candidate);
    } else {
      node.prefix = with(node.prefix, candidate);
    }
  }

  private static Candidate[] with(Candidate[] candidates, Candidate one) {
    Candidate[] more = Arrays.copyOf(candidates, candidates.length + 1);
    more[candidates.length] = one;
    Arrays.sort(more, Candidate.PRECEDENCE);
    return more;
  }

  private SegmentTrie parameter() {
    if (parameter == null) {
      parameter = new SegmentTrie("");
    }
    return parameter;
  }

  private SegmentTrie literal(String segment) {
    SegmentTrie child = child(segment, 0, segment.length());
    if (child == null) {
      child = new SegmentTrie(segment);
      if (2 * ++count > children.length) {
        grow();
      }
      place(child);
    }
    return child;
  }

  private void grow() {
    @Nullable SegmentTrie[] old = children;
    children = new SegmentTrie[Math.max(2, 2 * old.length)];
    for (SegmentTrie child : old) {
      if (child != null) {
        place(child);
      }
    }
  }

  private void place(SegmentTrie child) {
    int slot = hash(child.name, 0, child.name.length()) & (children.length - 1);
    while (children[slot] != null) {
      slot = (slot + 1) & (children.length - 1);
    }
    children[slot] = child;
  }

  private @Nullable SegmentTrie child(String path, int from, int to) {
    if (count == 0) {
      return null;
    }
    int slot = hash(path, from, to) & (children.length - 1);
    for (SegmentTrie child = children[slot]; child != null; child = children[slot]) {
      if (child.name.length() == to - from && path.startsWith(child.name, from)) {
        return child;
      }
      slot = (slot + 1) & (children.length - 1);
    }
    return null;
  }

  private static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash ^ hash >>> 15;
  }

  /// The best route below: one whose whole path this is, otherwise the one of the longest prefix;
  /// among equals literal segments before parameters, from the left.
  @Nullable Candidate find(String path, int from, String method, Lookup headers, Lookup query) {
    Candidate best = null;
    if (from > path.length()) {
      best = Candidate.first(exact, method, headers, query);
    } else {
      int to = end(path, from);
      SegmentTrie literal = child(path, from, to);
      if (literal != null) {
        best = literal.find(path, to + 1, method, headers, query);
      }
      if (parameter != null && to > from && (best == null || !best.whole)) {
        best = better(best, parameter.find(path, to + 1, method, headers, query));
      }
    }
    return best == null ? Candidate.first(prefix, method, headers, query) : best;
  }

  private static @Nullable Candidate better(@Nullable Candidate a, @Nullable Candidate b) {
    boolean second = b != null && (a == null || b.whole || b.segments > a.segments);
    return second ? b : a;
  }

  /// Adds every route whose path fits, whatever its other conditions.
  void collect(String path, int from, List<Candidate> into) {
    into.addAll(List.of(prefix));
    if (from > path.length()) {
      into.addAll(List.of(exact));
      return;
    }
    int to = end(path, from);
    SegmentTrie literal = child(path, from, to);
    if (literal != null) {
      literal.collect(path, to + 1, into);
    }
    if (parameter != null && to > from) {
      parameter.collect(path, to + 1, into);
    }
  }
}
