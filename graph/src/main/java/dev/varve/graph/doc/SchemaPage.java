package dev.varve.graph.doc;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The JSON Schema (draft 2020-12) of an authored value, for editors.
public final class SchemaPage {
  private SchemaPage() {}

  public static JsonObject of(Part root, String title) {
    var definitions = new LinkedHashMap<String, Json>();
    for (Part part : Parts.from(root)) {
      definitions.put(part.name(), definition(part));
    }
    return JsonObject.EMPTY
        .with("$schema", Json.of("https://json-schema.org/draft/2020-12/schema"))
        .with("title", Json.of(title))
        .with("$ref", Json.of("#/$defs/" + root.name()))
        .with("$defs", new JsonObject(definitions));
  }

  private static JsonObject definition(Part part) {
    var properties = new LinkedHashMap<String, Json>();
    var required = new ArrayList<Json>();
    for (Field<?, ?> field : part.fields()) {
      properties.put(field.name(), property(field));
      if (field.required()) {
        required.add(Json.of(field.name()));
      }
    }
    JsonObject object =
        JsonObject.EMPTY
            .with("type", Json.of("object"))
            .with("description", Json.of(part.doc()))
            .with("properties", new JsonObject(properties))
            .with("additionalProperties", Json.of(false));
    if (part.exclusive()) {
      object = object.with("minProperties", Json.of(1)).with("maxProperties", Json.of(1));
    }
    return required.isEmpty() ? object : object.with("required", new JsonArray(required));
  }

  private static JsonObject property(Field<?, ?> field) {
    JsonObject schema = field.type().form().schema();
    JsonObject described =
        schema.get("$ref") == null
            ? schema.with("description", Json.of(field.doc()))
            : JsonObject.EMPTY
                .with("description", Json.of(field.doc()))
                .with("allOf", new JsonArray(List.of(schema)));
    Json fallback = field.fallback();
    return fallback == null ? described : described.with("default", fallback);
  }
}
