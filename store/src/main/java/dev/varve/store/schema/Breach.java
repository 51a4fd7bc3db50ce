package dev.varve.store.schema;

import dev.varve.store.diff.JsonPointer;

/// One rule of a schema that a document breaks.
///
/// @param place in the document
/// @param rule in the schema, references resolved: `/properties/age/minimum`
/// @param message what must hold and what is there
public record Breach(JsonPointer place, JsonPointer rule, String message) {
  /// `/age must be at least 0, but is -1`.
  @Override
  public String toString() {
    return (place.tokens().isEmpty() ? "the document" : place) + " " + message;
  }
}
