package dev.varve.graph.shape;

import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A sealed type, written as an object of one key that names the case: `{"jwt": {…}}`.
public final class Choice<V> implements Type<V>, Part {
  /// One case.
  ///
  /// @param key how it is written
  /// @param doc one sentence
  /// @param type of what stands behind the key; a supplier, since cases may hold the whole again
  private record Case<V, C extends V>(
      String key, String doc, Class<C> kind, Supplier<Type<C>> type) {
    @Nullable V read(@Nullable Json json, Reading at) {
      return json == null ? null : type.get().read(json, at);
    }

    Json write(V value) {
      return type.get().write(kind.cast(value));
    }

    Json brief(V value) {
      return type.get().brief(kind.cast(value));
    }
  }

  private final String name;
  private final String doc;
  private final Map<String, Case<V, ? extends V>> cases = new LinkedHashMap<>();

  private Choice(String name, String doc) {
    this.name = name;
    this.doc = doc;
  }

  /// @param name of the sealed type
  /// @param doc one sentence
  public static <V> Choice<V> of(String name, String doc) {
    return new Choice<>(name, doc);
  }

  /// Adds a case; only while the type is being described.
  public <C extends V> Choice<V> with(
      String key, String doc, Class<C> kind, Supplier<Type<C>> type) {
    cases.put(key, new Case<>(key, doc, kind, type));
    return this;
  }

  /// How the cases are written, in the order they were described.
  public List<String> keys() {
    return List.copyOf(cases.keySet());
  }

  /// How this value's case is written.
  public String keyOf(V value) {
    return caseOf(value).key();
  }

  @Nullable V readCase(String key, @Nullable Json json, Reading at) {
    Case<V, ? extends V> found = cases.get(key);
    return found == null ? null : found.read(json, at);
  }

  void writeCase(V value, Map<String, Json> into) {
    Case<V, ? extends V> found = caseOf(value);
    into.put(found.key(), found.write(value));
  }

  void briefCase(V value, Map<String, Json> into) {
    Case<V, ? extends V> found = caseOf(value);
    into.put(found.key(), found.brief(value));
  }

  @Override
  public Json brief(V value) {
    var members = new LinkedHashMap<String, Json>();
    briefCase(value, members);
    return new JsonObject(members);
  }

  private Case<V, ? extends V> caseOf(V value) {
    for (Case<V, ? extends V> candidate : cases.values()) {
      if (candidate.kind().isInstance(value)) {
        return candidate;
      }
    }
    throw new IllegalStateException(name + " has no case for " + value);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String doc() {
    return doc;
  }

  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public List<Field<?, ?>> fields() {
    var fields = new ArrayList<Field<?, ?>>();
    for (Case<V, ? extends V> one : cases.values()) {
      fields.add(Field.optional(one.key(), one.doc(), one.type().get(), _ -> null));
    }
    return fields;
  }

  @Override
  public @Nullable V read(Json json, Reading at) {
    if (!(json instanceof JsonObject object)) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    boolean known = true;
    for (String key : object.members().keySet()) {
      if (!cases.containsKey(key)) {
        at.at(key)
            .problem(
                GraphCode.UNKNOWN_KEY,
                "must be one of " + String.join(", ", keys()),
                Suggestion.nearest(key, keys()).map(s -> "did you mean '" + s + "'?").orElse(""));
        known = false;
      }
    }
    return known ? new OneOf<V, V>(this, v -> v).read(object, at) : null;
  }

  @Override
  public Json write(V value) {
    var members = new LinkedHashMap<String, Json>();
    writeCase(value, members);
    return new JsonObject(members);
  }

  @Override
  public Form form() {
    return new Form(
        "an object with one of " + String.join(", ", keys()),
        Schemas.reference(name),
        name,
        List.of(this));
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonObject;
  }
}
