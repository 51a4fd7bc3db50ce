package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list, which may be written without brackets when it has one item.
record Listed<V>(Type<V> item, int most) implements Type<List<V>> {
  @Override
  public @Nullable List<V> read(Json json, Reading at) {
    if (!(json instanceof JsonArray array)) {
      V only = item.read(json, at);
      return only == null ? null : List.of(only);
    }
    if (array.items().size() > most) {
      at.problem(
          GraphCode.OUT_OF_BOUNDS,
          "must have at most " + most + " items, but has " + array.items().size(),
          "");
      return null;
    }
    var values = new ArrayList<V>();
    for (int i = 0; i < array.items().size(); i++) {
      V value = item.read(array.items().get(i), at.at(i));
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == array.items().size() ? List.copyOf(values) : null;
  }

  @Override
  public Json write(List<V> value) {
    return new JsonArray(value.stream().map(item::write).toList());
  }

  @Override
  public Json brief(List<V> value) {
    return value.size() == 1 && !(item.brief(value.getFirst()) instanceof JsonArray)
        ? item.brief(value.getFirst())
        : new JsonArray(value.stream().map(item::brief).toList());
  }

  @Override
  public Form form() {
    Form one = item.form();
    String name = one.typescript().contains("|") ? "(" + one.typescript() + ")" : one.typescript();
    return new Form(
            "a list of " + one.words(), Schemas.listOf(one.schema()), name + "[]", one.parts())
        .orSame(one);
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonArray || item.accepts(json);
  }

  @Override
  public @Nullable String broken(List<V> value) {
    for (V one : value) {
      String broken = item.broken(one);
      if (broken != null) {
        return broken;
      }
    }
    return value.size() > most
        ? "must have at most " + most + " items, but has " + value.size()
        : null;
  }
}
