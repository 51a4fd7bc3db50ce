package dev.varve.edge;

import dev.varve.edge.header.Query;
import dev.varve.graph.match.Lookup;
import org.jspecify.annotations.Nullable;

/// The query parameters of a passage's request, as the router asks for them.
final class QueryLookup implements Lookup {
  private final Passage passage;

  QueryLookup(Passage passage) {
    this.passage = passage;
  }

  @Override
  public @Nullable String value(String name) {
    return Query.value(passage.query(), name);
  }
}
