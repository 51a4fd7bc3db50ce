package dev.varve.graph.match;

import com.google.re2j.Pattern;
import dev.varve.graph.route.PathPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes of one site: a trie for paths and prefixes, a list for regular expressions.
final class HostRoutes {
  private record Expression(Pattern pattern, Candidate candidate) {}

  private final SegmentTrie trie;
  private final Expression[] expressions;
  private final List<Candidate> candidates;

  HostRoutes(List<Candidate> candidates) {
    this.candidates = List.copyOf(candidates);
    var trunk = new Branch();
    var regexes = new ArrayList<Candidate>();
    for (Candidate candidate : candidates) {
      if (candidate.route.match().path().kind() == PathPattern.Kind.REGEX) {
        regexes.add(candidate);
      } else {
        trunk.add(candidate);
      }
    }
    this.trie = new SegmentTrie(trunk);
    regexes.sort(Candidate.PRECEDENCE);
    this.expressions =
        regexes.stream()
            .map(c -> new Expression(Pattern.compile(c.route.match().path().regex()), c))
            .toArray(Expression[]::new);
  }

  /// In the order they were written.
  List<Candidate> candidates() {
    return candidates;
  }

  @Nullable Candidate find(String path, String method, Lookup headers, Lookup query) {
    Candidate best = trie.find(path, method, headers, query);
    return best == null ? findByExpression(path, method, headers, query) : best;
  }

  private @Nullable Candidate findByExpression(
      String path, String method, Lookup headers, Lookup query) {
    for (Expression expression : expressions) {
      Candidate candidate = expression.candidate();
      if (candidate.matches(method, headers, query) && expression.pattern().matches(path)) {
        return candidate;
      }
    }
    return null;
  }

  /// Adds every route whose path fits, whatever its other conditions.
  void collect(String path, List<Candidate> into) {
    trie.collect(path, into);
    for (Expression expression : expressions) {
      if (expression.pattern().matches(path)) {
        into.add(expression.candidate());
      }
    }
  }
}
