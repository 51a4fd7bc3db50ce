package dev.varve.base.json;

import java.util.List;

/// Values in order.
///
/// @param items copied
public record JsonArray(List<Json> items) implements Json {
  public static final JsonArray EMPTY = new JsonArray(List.of());

  public JsonArray {
    items = List.copyOf(items);
  }

  @Override
  public String toString() {
    return compact();
  }
}
