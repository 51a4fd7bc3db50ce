package dev.varve.graph.shape;

import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What there is to say about one record: its name, its meaning, its members and how to make one.
public final class Shape<R> implements Type<R>, Part {
  private final String name;
  private final String doc;
  private final List<Member<R, ?>> members;
  private final Function<Values, R> make;

  private Shape(String name, String doc, List<Member<R, ?>> members, Function<Values, R> make) {
    this.name = name;
    this.doc = doc;
    this.members = List.copyOf(members);
    this.make = make;
  }

  /// @param name of the record
  /// @param doc one sentence
  /// @param members every component, in the order people read them
  /// @param make the record from its components; may throw IllegalArgumentException with a message
  ///   of the form `must …, but is …`
  public static <R> Shape<R> of(
      String name, String doc, List<Member<R, ?>> members, Function<Values, R> make) {
    return new Shape<>(name, doc, members, make);
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
  public List<Field<?, ?>> fields() {
    var fields = new ArrayList<Field<?, ?>>();
    members.forEach(member -> fields.addAll(member.fields()));
    return fields;
  }

  @Override
  public boolean exclusive() {
    return false;
  }

  /// Keys of which exactly one must be there; empty when there are none such.
  public List<String> chosen() {
    for (Member<R, ?> member : members) {
      if (member instanceof OneOf<R, ?> one) {
        return one.choice().keys();
      }
    }
    return List.of();
  }

  /// The record with every default.
  ///
  /// @throws IllegalStateException when a key is required
  public R defaults() {
    var at = Reading.of(_ -> "");
    R record = readMembers(JsonObject.EMPTY, at);
    if (record == null) {
      throw new IllegalStateException(name + " has no defaults: " + at.problems());
    }
    return record;
  }

  @Override
  public @Nullable R read(Json json, Reading at) {
    if (!(json instanceof JsonObject object)) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    boolean known = keysAreKnown(object, at);
    R record = readMembers(object, at);
    return known ? record : null;
  }

  private boolean keysAreKnown(JsonObject object, Reading at) {
    List<String> keys = fields().stream().<String>map(Field::name).toList();
    boolean known = true;
    for (String key : object.members().keySet()) {
      if (!keys.contains(key)) {
        at.at(key).problem(GraphCode.UNKNOWN_KEY, "must be a key of " + name, next(key, keys));
        known = false;
      }
    }
    return known;
  }

  private static String next(String key, List<String> keys) {
    return Suggestion.nearest(key, keys)
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("the keys are " + String.join(", ", keys));
  }

  @Nullable R readMembers(JsonObject object, Reading at) {
    int before = at.count();
    var values = new Values();
    for (Member<R, ?> member : members) {
      values.put(member, member.read(object, at));
    }
    if (at.count() > before) {
      return null;
    }
    try {
      return make.apply(values);
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(R record) {
    var into = new LinkedHashMap<String, Json>();
    writeMembers(record, into);
    return new JsonObject(into);
  }

  void writeMembers(R record, Map<String, Json> into) {
    members.forEach(member -> member.write(record, into));
  }

  @Override
  public Json brief(R record) {
    var into = new LinkedHashMap<String, Json>();
    briefMembers(record, into);
    return new JsonObject(into);
  }

  void briefMembers(R record, Map<String, Json> into) {
    members.forEach(member -> member.brief(record, into));
  }

  @Override
  public Form form() {
    return new Form("an object (" + name + ")", Schemas.reference(name), name, List.of(this));
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonObject;
  }
}
