package dev.varve.edge;

import dev.varve.graph.match.Lookup;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import org.jspecify.annotations.Nullable;

/// The headers of a passage's request, as the router asks for them.
final class RequestLookup implements Lookup {
  private final Passage passage;

  RequestLookup(Passage passage) {
    this.passage = passage;
  }

  @Override
  public @Nullable String value(String name) {
    Fields fields = passage.request().fields();
    FieldName key = FieldName.of(name);
    return fields.count(key) > 1 ? String.join(", ", fields.values(key)) : fields.value(key);
  }
}
