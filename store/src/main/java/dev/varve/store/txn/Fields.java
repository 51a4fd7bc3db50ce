package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.Precondition.Comparison;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Fields of a value by dotted path.
final class Fields {
  private Fields() {}

  /// The field, or null when it is not there.
  static @Nullable Json get(Json value, String path) {
    if (path.isEmpty()) {
      return value;
    }
    Json at = value;
    for (String step : path.split("\\.", -1)) {
      at = child(at, step);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static @Nullable Json child(Json value, String step) {
    return switch (value) {
      case JsonObject object -> object.get(step);
      case JsonArray array -> {
        int index = index(step);
        yield index >= 0 && index < array.items().size() ? array.items().get(index) : null;
      }
      default -> null;
    };
  }

  private static int index(String step) {
    if (step.isEmpty() || step.length() > 9) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < step.length(); i++) {
      int digit = step.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /// The value with one field replaced; objects on the way come to be. Null when something on the
  /// way is neither object nor array, or an index is not there.
  static @Nullable Json with(@Nullable Json value, String path, Json field) {
    if (path.isEmpty()) {
      return field;
    }
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    return switch (value) {
      case null -> replace(JsonObject.EMPTY, step, with(null, rest, field));
      case JsonObject object -> replace(object, step, with(object.get(step), rest, field));
      case JsonArray array -> {
        int index = index(step);
        yield index >= 0 && index < array.items().size()
            ? replace(array, index, with(array.items().get(index), rest, field))
            : null;
      }
      default -> null;
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
