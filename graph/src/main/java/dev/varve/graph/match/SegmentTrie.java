package dev.varve.graph.match;

import dev.varve.graph.route.PathPattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the path trie: one step for each segment of a path.
///
/// Invariant: the literal children are in an open-addressing table with at least half of its places
/// free, found by a hash of the segment's characters, so that a step costs the same whether a node
/// has one child or ten thousand, and takes nothing from the heap. Built by one thread, then
/// published and only read.
final class SegmentTrie {
  private static final Candidate[] NONE = {};

  private String[] names = new String[4];
  private SegmentTrie[] children = new SegmentTrie[4];
  private int count;
  private @Nullable SegmentTrie parameter;
  private Candidate[] exact = NONE;
  private Candidate[] prefix = NONE;

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
      parameter = new SegmentTrie();
    }
    return parameter;
  }

  private SegmentTrie literal(String name) {
    SegmentTrie child = child(name, 0, name.length());
    if (child == null) {
      child = new SegmentTrie();
      if (2 * ++count > names.length) {
        grow();
      }
      place(name, child);
    }
    return child;
  }

  private void grow() {
    String[] oldNames = names;
    SegmentTrie[] oldChildren = children;
    names = new String[2 * oldNames.length];
    children = new SegmentTrie[names.length];
    for (int i = 0; i < oldNames.length; i++) {
      if (oldNames[i] != null) {
        place(oldNames[i], oldChildren[i]);
      }
    }
  }

  private void place(String name, SegmentTrie child) {
    int slot = hash(name, 0, name.length()) & (names.length - 1);
    while (names[slot] != null) {
      slot = (slot + 1) & (names.length - 1);
    }
    names[slot] = name;
    children[slot] = child;
  }

  private @Nullable SegmentTrie child(String path, int from, int to) {
    if (count == 0) {
      return null;
    }
    int slot = hash(path, from, to) & (names.length - 1);
    for (String name = names[slot]; name != null; name = names[slot]) {
      if (name.length() == to - from && path.startsWith(name, from)) {
        return children[slot];
      }
      slot = (slot + 1) & (names.length - 1);
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

  /// The best route whose whole path this is; literal segments before parameters, from the left.
  @Nullable Candidate exact(String path, int from, String method, Lookup headers, Lookup query) {
    if (from > path.length()) {
      return Candidate.first(exact, method, headers, query);
    }
    int to = end(path, from);
    SegmentTrie literal = child(path, from, to);
    Candidate best = literal == null ? null : literal.exact(path, to + 1, method, headers, query);
    return best == null && parameter != null && to > from
        ? parameter.exact(path, to + 1, method, headers, query)
        : best;
  }

  /// The best route of the longest prefix; among equally long ones literal segments before
  /// parameters, from the left.
  @Nullable Candidate prefix(String path, int from, String method, Lookup headers, Lookup query) {
    Candidate best = null;
    if (from <= path.length()) {
      int to = end(path, from);
      SegmentTrie literal = child(path, from, to);
      best = literal == null ? null : literal.prefix(path, to + 1, method, headers, query);
      if (parameter != null && to > from) {
        best = longer(best, parameter.prefix(path, to + 1, method, headers, query));
      }
    }
    return best == null ? Candidate.first(prefix, method, headers, query) : best;
  }

  private static @Nullable Candidate longer(@Nullable Candidate a, @Nullable Candidate b) {
    return a == null || (b != null && length(b) > length(a)) ? b : a;
  }

  private static int length(Candidate candidate) {
    return candidate.route.match().path().segments().size();
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
