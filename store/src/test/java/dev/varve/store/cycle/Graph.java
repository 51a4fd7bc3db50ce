package dev.varve.store.cycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which transaction must come before which, and why.
final class Graph {
  /// Why one must come before another.
  enum Why {
    /// The other appended right behind it.
    WRITE_WRITE,
    /// The other read what it appended.
    WRITE_READ,
    /// The other appended right behind what it read.
    READ_WRITE,
    /// It was over when the other began.
    TIME
  }

  record Edge(int from, int to, Why why, String what) {}

  private final List<List<Edge>> edges = new ArrayList<>();

  Graph(int nodes) {
    for (int i = 0; i < nodes; i++) {
      edges.add(new ArrayList<>());
    }
  }

  void add(int from, int to, Why why, String what) {
    if (from != to) {
      edges.get(from).add(new Edge(from, to, why, what));
    }
  }

  /// The nodes that are in circles, or on ways between circles.
  BitSet tangled() {
    var incoming = new int[edges.size()];
    edges.forEach(list -> list.forEach(edge -> incoming[edge.to]++));
    var free = new ArrayDeque<Integer>();
    for (int i = 0; i < incoming.length; i++) {
      if (incoming[i] == 0) {
        free.add(i);
      }
    }
    var left = new BitSet();
    left.set(0, edges.size());
    while (!free.isEmpty()) {
      int node = free.remove();
      left.clear(node);
      for (Edge edge : edges.get(node)) {
        if (--incoming[edge.to] == 0) {
          free.add(edge.to);
        }
      }
    }
    return left;
  }

  /// A circle of one edge of a kind and a way back of others, or nothing.
  ///
  /// @param among the nodes it may lead over
  List<Edge> circle(Why first, Set<Why> back, BitSet among) {
    for (int node = among.nextSetBit(0); node >= 0; node = among.nextSetBit(node + 1)) {
      for (Edge edge : edges.get(node)) {
        List<Edge> way =
            edge.why == first && among.get(edge.to) ? way(edge.to, node, back, among) : List.of();
        if (!way.isEmpty()) {
          var circle = new ArrayList<Edge>();
          circle.add(edge);
          circle.addAll(way);
          return List.copyOf(circle);
        }
      }
    }
    return List.of();
  }

  private List<Edge> way(int from, int to, Set<Why> kinds, BitSet among) {
    var by = new Edge[edges.size()];
    var reached = new ArrayDeque<Integer>();
    reached.add(from);
    while (!reached.isEmpty() && by[to] == null) {
      for (Edge edge : edges.get(reached.remove())) {
        boolean fresh = by[edge.to] == null && edge.to != from;
        if (fresh && kinds.contains(edge.why) && among.get(edge.to)) {
          by[edge.to] = edge;
          reached.add(edge.to);
        }
      }
    }
    var way = new ArrayList<Edge>();
    for (@Nullable Edge edge = by[to]; edge != null; edge = by[edge.from]) {
      way.addFirst(edge);
    }
    return way;
  }

  static Set<Why> of(Why... kinds) {
    var set = EnumSet.noneOf(Why.class);
    set.addAll(Arrays.asList(kinds));
    return set;
  }
}
