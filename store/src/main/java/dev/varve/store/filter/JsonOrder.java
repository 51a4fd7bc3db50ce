package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The order of all JSON values: null, then false, true, numbers by value, strings by code points,
/// arrays item by item (a prefix comes first), objects member by member with names in order. What
/// does not exist comes before null; that is for whoever reads a path to say.
///
/// The order is consistent with equality.
public enum JsonOrder implements Comparator<Json> {
  TOTAL;

  @Override
  public int compare(Json a, Json b) {
    int byType = Integer.compare(rank(a), rank(b));
    return byType != 0 ? byType : sameType(a, b);
  }

  /// The place of a value's type in the order.
  static int rank(Json value) {
    return switch (value) {
      case JsonNull _ -> 0;
      case JsonBoolean _ -> 1;
      case JsonNumber _ -> 2;
      case JsonString _ -> 3;
      case JsonArray _ -> 4;
      case JsonObject _ -> 5;
    };
  }

  private int sameType(Json a, Json b) {
    return switch (a) {
      case JsonNull _ -> 0;
      case JsonBoolean bool -> bool.compareTo((JsonBoolean) b);
      case JsonNumber number -> number.compareTo((JsonNumber) b);
      case JsonString string -> codePoints(string.value(), ((JsonString) b).value());
      case JsonArray array -> arrays(array.items(), ((JsonArray) b).items());
      case JsonObject object -> objects(sorted(object), sorted((JsonObject) b));
    };
  }

  private int arrays(List<Json> a, List<Json> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private int objects(List<Map.Entry<String, Json>> a, List<Map.Entry<String, Json>> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = codePoints(a.get(i).getKey(), b.get(i).getKey());
      if (order == 0) {
        order = compare(a.get(i).getValue(), b.get(i).getValue());
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  static List<Map.Entry<String, Json>> sorted(JsonObject object) {
    var members = new ArrayList<>(object.members().entrySet());
    members.sort(Map.Entry.comparingByKey(JsonOrder::codePoints));
    return members;
  }

  /// The order of strings: by code points, which is the order of their UTF-8 bytes.
  public static int codePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for the highest code points, yet lie below U+E000 as UTF-16 units.
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
