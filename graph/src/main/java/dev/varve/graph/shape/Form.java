package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// How a kind of value looks to those who write it.
///
/// @param words what must be written, to follow "must be": `a duration such as '5s'`
/// @param schema JSON Schema of the value
/// @param typescript the type of the value
/// @param parts objects that can stand inside, to be described beside it
public record Form(String words, JsonObject schema, String typescript, List<Part> parts) {
  public Form {
    parts = List.copyOf(parts);
  }

  static Form of(String words, JsonObject schema, String typescript) {
    return new Form(words, schema, typescript, List.of());
  }

  /// A value of this form or of another.
  public Form or(Form other) {
    var both = new ArrayList<Part>(parts);
    both.addAll(other.parts);
    return new Form(
        words + " or " + other.words,
        JsonObject.EMPTY.with("anyOf", new JsonArray(List.of(schema, (Json) other.schema))),
        typescript + " | " + other.typescript,
        both);
  }

  /// A list of this item, or the item alone.
  Form orSame(Form item) {
    Form both = or(item);
    return new Form(words, both.schema, both.typescript, parts);
  }
}
