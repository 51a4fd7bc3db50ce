package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Values by name; names keep their order in the record and are sorted in the canonical form.
///
/// @param key the name as the record holds it; throws IllegalArgumentException `must …, but is …`
record Mapped<V>(String keyWords, UnaryOperator<String> key, Type<V> item)
    implements Type<SortedMap<String, V>> {
  @Override
  public @Nullable SortedMap<String, V> read(Json json, Reading at) {
    if (!(json instanceof JsonObject object)) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    int before = at.count();
    var values = new TreeMap<String, V>();
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      V value = item.read(member.getValue(), at.at(member.getKey()));
      String name = readKey(member.getKey(), at);
      if (value != null && name != null && values.putIfAbsent(name, value) != null) {
        at.at(member.getKey())
            .problem(
                GraphCode.CONFLICT, "must be written once, but is the same as '" + name + "'", "");
      }
    }
    return at.count() > before ? null : values;
  }

  private @Nullable String readKey(String name, Reading at) {
    try {
      return key.apply(name);
    } catch (IllegalArgumentException wrong) {
      at.at(name).refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(SortedMap<String, V> value) {
    var members = new LinkedHashMap<String, Json>();
    value.forEach((name, one) -> members.put(name, item.write(one)));
    return new JsonObject(members);
  }

  @Override
  public Json brief(SortedMap<String, V> value) {
    var members = new LinkedHashMap<String, Json>();
    value.forEach((name, one) -> members.put(name, item.brief(one)));
    return new JsonObject(members);
  }

  @Override
  public Form form() {
    Form one = item.form();
    return new Form(
        "an object from " + keyWords + " to " + one.words(),
        Schemas.mapOf(one.schema()),
        "Record<string, " + one.typescript() + ">",
        one.parts());
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonObject;
  }

  @Override
  public @Nullable String broken(SortedMap<String, V> value) {
    for (V one : value.values()) {
      String broken = item.broken(one);
      if (broken != null) {
        return broken;
      }
    }
    return null;
  }
}
