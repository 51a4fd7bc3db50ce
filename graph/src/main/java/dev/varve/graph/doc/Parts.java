package dev.varve.graph.doc;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every object that can stand in a value, each once, in the order a reader meets them.
final class Parts {
  private final Map<String, Part> byName = new LinkedHashMap<>();

  private Parts() {}

  static List<Part> from(Part root) {
    var parts = new Parts();
    parts.add(root);
    return List.copyOf(parts.byName.values());
  }

  private void add(Part part) {
    Part known = byName.putIfAbsent(part.name(), part);
    if (known == null) {
      for (Field<?, ?> field : part.fields()) {
        field.type().form().parts().forEach(this::add);
      }
    } else if (known != part) {
      throw new IllegalStateException("two parts have the name " + part.name());
    }
  }
}
