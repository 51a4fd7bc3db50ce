package dev.varve.control.store;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonSyntaxException;

/// Request bodies.
final class Bodies {
  private Bodies() {}

  static Json json(StoreRequest request) {
    try {
      return JsonReader.read(request.body());
    } catch (JsonSyntaxException e) {
      throw StoreRequest.bad("body", "must be JSON: " + e.getMessage());
    }
  }

  static JsonObject object(StoreRequest request) {
    Json json = json(request);
    if (json instanceof JsonObject object) {
      return object;
    }
    throw StoreRequest.bad("body", "must be an object, but is of type " + json.kind());
  }
}
