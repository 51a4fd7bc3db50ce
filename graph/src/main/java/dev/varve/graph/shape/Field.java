package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One component of a record: the only place that says its name, meaning, type, bounds and default.
public final class Field<R, V> implements Member<R, V> {
  /// What the component is called, and what it means.
  private record Label(String name, String doc) {}

  private final String name;
  private final String doc;
  private final Type<V> type;
  private final @Nullable V fallback;
  private final boolean required;
  private final Function<R, @Nullable V> of;

  private Field(
      Label label,
      Type<V> type,
      @Nullable V fallback,
      boolean required,
      Function<R, @Nullable V> of) {
    this.name = label.name();
    this.doc = label.doc();
    this.type = type;
    this.fallback = fallback;
    this.required = required;
    this.of = of;
  }

  /// A component that must be written.
  public static <R, V> Field<R, V> required(
      String name, String doc, Type<V> type, Function<R, @Nullable V> of) {
    return new Field<>(new Label(name, doc), type, null, true, of);
  }

  /// A component with a default, which the canonical form always writes.
  public static <R, V> Field<R, V> of(
      String name, String doc, Type<V> type, V fallback, Function<R, @Nullable V> of) {
    return new Field<>(new Label(name, doc), type, fallback, false, of);
  }

  /// A component that may be absent: the record holds null and the canonical form has no key.
  public static <R, V> Field<R, V> optional(
      String name, String doc, Type<V> type, Function<R, @Nullable V> of) {
    return new Field<>(new Label(name, doc), type, null, false, of);
  }

  public String name() {
    return name;
  }

  /// One sentence.
  public String doc() {
    return doc;
  }

  public Type<V> type() {
    return type;
  }

  public boolean required() {
    return required;
  }

  /// The default as it is written; null when there is none.
  public @Nullable Json fallback() {
    return fallback == null ? null : type.write(fallback);
  }

  /// The value itself, held to its bounds: for compact constructors.
  ///
  /// @throws IllegalArgumentException naming field, rule and value
  public V check(V value) {
    String broken = type.broken(value);
    if (broken != null) {
      throw new IllegalArgumentException(name + " " + broken);
    }
    return value;
  }

  @Override
  public @Nullable V read(JsonObject object, Reading at) {
    Json json = object.get(name);
    if (json == null) {
      if (required) {
        at.problem(
            GraphCode.MISSING_KEY,
            "must have the key '" + name + "'",
            "write " + name + ": " + type.form().words());
      }
      return fallback;
    }
    if (json == JsonNull.NULL) {
      at.at(name).wrongKind(type.form().words(), json, "leave the key out for its default");
      return null;
    }
    return type.read(json, at.at(name));
  }

  @Override
  public void write(R record, Map<String, Json> into) {
    V value = of.apply(record);
    if (value != null) {
      into.put(name, type.write(value));
    }
  }

  @Override
  public void brief(R record, Map<String, Json> into) {
    V value = of.apply(record);
    if (value != null && !value.equals(fallback)) {
      into.put(name, type.brief(value));
    }
  }

  @Override
  public List<Field<?, ?>> fields() {
    return List.of(this);
  }
}
