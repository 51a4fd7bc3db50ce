package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.Precondition.Comparison;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldPath.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fields of a value, named as queries name them.
final class Fields {
  private Fields() {}

  /// The place that the text of a request names; empty for the value itself.
  static FieldPath path(String text) {
    return text.isEmpty() ? FieldPath.DOCUMENT : FieldPath.parse(text);
  }

  /// The value with one field replaced; objects on the way come to be. Null when something on the
  /// way is neither object nor array, or a position is not there.
  static @Nullable Json with(@Nullable Json value, FieldPath path, Json field) {
    return with(value, path.steps(), field);
  }

  private static @Nullable Json with(@Nullable Json value, List<Step> steps, Json field) {
    if (steps.isEmpty()) {
      return field;
    }
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Step.Member(String name) -> {
        Json within = value == null ? JsonObject.EMPTY : value;
        yield within instanceof JsonObject object
            ? replace(object, name, with(object.get(name), rest, field))
            : null;
      }
      case Step.Index(int index) ->
          value instanceof JsonArray array && index < array.items().size()
              ? replace(array, index, with(array.items().get(index), rest, field))
              : null;
    };
  }

  private static @Nullable Json replace(JsonObject object, String name, @Nullable Json value) {
    return value == null ? null : object.with(name, value);
  }

  private static @Nullable Json replace(JsonArray array, int index, @Nullable Json value) {
    if (value == null) {
      return null;
    }
    var items = new ArrayList<>(array.items());
    items.set(index, value);
    return new JsonArray(items);
  }

  /// Whether a field, null when missing, compares so.
  static boolean holds(@Nullable Json field, Comparison comparison, Json value) {
    return switch (comparison) {
      case EQ -> value.equals(field);
      case NE -> !value.equals(field);
      case GT -> comparable(field, value) && compare(field, value) > 0;
      case GTE -> comparable(field, value) && compare(field, value) >= 0;
      case LT -> comparable(field, value) && compare(field, value) < 0;
      case LTE -> comparable(field, value) && compare(field, value) <= 0;
    };
  }

  private static boolean comparable(@Nullable Json field, Json value) {
    return field != null && field.getClass() == value.getClass() && isScalar(value);
  }

  private static boolean isScalar(Json value) {
    return switch (value) {
      case JsonNumber _, JsonString _, JsonBoolean _ -> true;
      case JsonObject _, JsonArray _, JsonNull _ -> false;
    };
  }

  private static int compare(@Nullable Json field, Json value) {
    if (field instanceof JsonNumber x && value instanceof JsonNumber y) {
      return x.value().compareTo(y.value());
    }
    if (field instanceof JsonString x && value instanceof JsonString y) {
      return x.value().compareTo(y.value());
    }
    return field instanceof JsonBoolean x && value instanceof JsonBoolean y ? x.compareTo(y) : 0;
  }
}
