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
import org.jspecify.annotations.Nullable;

/// Fields of a value, named as queries name them.
final class Fields {
  private Fields() {}

  /// The place that the text of a request names; empty for the value itself.
  static FieldPath path(String text) {
    return text.isEmpty() ? FieldPath.DOCUMENT : FieldPath.parse(text);
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
