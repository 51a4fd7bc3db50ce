package dev.varve.graph.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The path trie of a site: one step for each segment of a path. Immutable, and laid out flat: what
/// a lookup costs with ten thousand routes are the lines of the processor's cache that it touches,
/// so a step touches one, and takes nothing from the heap.
///
/// A node is a number, its index times four and two flags: whether it has literal children, and
/// whether it has a child for any segment. All literal children of all nodes stand in one table of
/// open addressing with at least half of its places free, four numbers each: parent, child, and the
/// segment as start and length within one text in which equal segments stand once. What a node
/// answers are spans of one list of candidates: those of `exact` begin at `spans[2 * index]`, those
/// of `prefix` at the number after. Nodes are numbered from the root down, so that what belongs to
/// one prefix stands together.
final class SegmentTrie {
  private static final int LITERALS = 1;
  private static final int PARAMETER = 2;
  private static final int FLAGS = 2;

  /// Numbers of one place of the table.
  private static final int WIDTH = 4;

  private final int root;
  private final int[] children;
  private final int places;
  private final String segments;
  private final int[] parameters;
  private final int[] spans;
  private final Candidate[] candidates;

  SegmentTrie(Branch trunk) {
    var layout = new Layout(trunk);
    this.root = layout.place(trunk);
    this.children = layout.children;
    this.places = layout.places;
    this.segments = layout.segments.toString();
    this.parameters = layout.parameters;
    this.spans = layout.spans;
    this.candidates = layout.candidates.toArray(Candidate[]::new);
  }

  /// Where the segment that starts at `from` ends.
  static int end(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  /// The best route: one whose whole path this is, otherwise the one of the longest prefix; among
  /// equals literal segments before parameters, from the left.
  @Nullable Candidate find(String path, String method, Lookup headers, Lookup query) {
    return find(at(root, 1), path, method, headers, query);
  }

  /// A node and how far the path is read, as one number: a record would be one for each step.
  private static long at(int node, int from) {
    return (long) node << 32 | from;
  }

  private @Nullable Candidate find(
      long at, String path, String method, Lookup headers, Lookup query) {
    int node = (int) (at >>> 32);
    int from = (int) at;
    int span = 2 * (node >>> FLAGS);
    Candidate best = null;
    if (from > path.length()) {
      best = first(span, method, headers, query);
    } else if ((node & (LITERALS | PARAMETER)) != 0) {
      long segment = segment(path, from);
      int to = (int) segment;
      int literal = (node & LITERALS) == 0 ? 0 : literal(node, path, from, segment);
      if (literal != 0) {
        best = find(at(literal, to + 1), path, method, headers, query);
      }
      if ((node & PARAMETER) != 0 && to > from && (best == null || !best.whole)) {
        int parameter = parameters[node >>> FLAGS];
        best = better(best, find(at(parameter, to + 1), path, method, headers, query));
      }
    }
    return best == null ? first(span + 1, method, headers, query) : best;
  }

  private static @Nullable Candidate better(@Nullable Candidate a, @Nullable Candidate b) {
    boolean second = b != null && (a == null || b.whole || b.segments > a.segments);
    return second ? b : a;
  }

  private @Nullable Candidate first(int span, String method, Lookup headers, Lookup query) {
    int end = spans[span + 1];
    for (int i = spans[span]; i < end; i++) {
      if (candidates[i].matches(method, headers, query)) {
        return candidates[i];
      }
    }
    return null;
  }

  /// The hash of the segment that starts at `from`, and where it ends: one pass for both.
  private static long segment(String path, int from) {
    int hash = 0;
    int at = from;
    for (int end = path.length(); at < end; at++) {
      char c = path.charAt(at);
      if (c == '/') {
        break;
      }
      hash = 31 * hash + c;
    }
    return (long) hash << 32 | at;
  }

  private static int slot(int parent, int hash) {
    int mixed = (hash + (parent >>> FLAGS) * 0x9E3779B9) * 0x85EBCA6B;
    return mixed ^ mixed >>> 15;
  }

  /// The child, or 0.
  private int literal(int parent, String path, int from, long segment) {
    int length = (int) segment - from;
    int place = slot(parent, (int) (segment >>> 32)) & (places - 1);
    while (true) {
      int at = place * WIDTH;
      int child = children[at + 1];
      if (child == 0) {
        return 0;
      }
      if (children[at] == parent
          && children[at + 3] == length
          && path.regionMatches(from, segments, children[at + 2], length)) {
        return child;
      }
      place = (place + 1) & (places - 1);
    }
  }

  /// Adds every route whose path fits, whatever its other conditions.
  void collect(String path, List<Candidate> into) {
    collect(root, path, 1, into);
  }

  private void collect(int node, String path, int from, List<Candidate> into) {
    int span = 2 * (node >>> FLAGS);
    into.addAll(Arrays.asList(candidates).subList(spans[span + 1], spans[span + 2]));
    if (from > path.length()) {
      into.addAll(Arrays.asList(candidates).subList(spans[span], spans[span + 1]));
      return;
    }
    long segment = segment(path, from);
    int to = (int) segment;
    int literal = literal(node, path, from, segment);
    if (literal != 0) {
      collect(literal, path, to + 1, into);
    }
    if ((node & PARAMETER) != 0 && to > from) {
      collect(parameters[node >>> FLAGS], path, to + 1, into);
    }
  }

  /// Numbers the nodes and fills the arrays.
  private static final class Layout {
    final int places;
    final int[] children;
    final int[] parameters;
    final int[] spans;
    final List<Candidate> candidates = new ArrayList<>();
    final StringBuilder segments = new StringBuilder();
    private final Map<String, Integer> starts = new HashMap<>();
    private int nodes;

    Layout(Branch trunk) {
      int size = trunk.size();
      places = Integer.highestOneBit(Math.max(2, 2 * size - 1)) << 1;
      children = new int[places * WIDTH];
      parameters = new int[size];
      spans = new int[2 * size + 1];
    }

    /// @return the node's number, never 0 but for the root
    int place(Branch branch) {
      Branch parameter = branch.parameter();
      int index = nodes++;
      int node =
          index << FLAGS
              | (branch.literals.isEmpty() ? 0 : LITERALS)
              | (parameter == null ? 0 : PARAMETER);
      spans[2 * index] = candidates.size();
      candidates.addAll(branch.exact);
      spans[2 * index + 1] = candidates.size();
      candidates.addAll(branch.prefix);
      spans[2 * index + 2] = candidates.size();
      branch.literals.forEach((segment, child) -> link(node, segment, place(child)));
      if (parameter != null) {
        parameters[index] = place(parameter);
      }
      return node;
    }

    private void link(int parent, String segment, int child) {
      int place = slot(parent, segment.hashCode()) & (places - 1);
      while (children[place * WIDTH + 1] != 0) {
        place = (place + 1) & (places - 1);
      }
      int at = place * WIDTH;
      children[at] = parent;
      children[at + 1] = child;
      children[at + 2] = start(segment);
      children[at + 3] = segment.length();
    }

    private int start(String segment) {
      Integer known = starts.putIfAbsent(segment, segments.length());
      if (known != null) {
        return known;
      }
      segments.append(segment);
      return segments.length() - segment.length();
    }
  }
}
