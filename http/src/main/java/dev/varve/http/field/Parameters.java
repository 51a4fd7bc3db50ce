package dev.varve.http.field;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Named values of an item or inner list, in order (RFC 9651 section 3.1.2).
public record Parameters(Map<String, Bare> values) {
  public static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    for (String key : values.keySet()) {
      if (!Characters.isKey(key)) {
        throw new IllegalArgumentException("parameter with the key '" + key + "'");
      }
    }
  }

  public @Nullable Bare find(String key) {
    return values.get(key);
  }

  /// These and one more, or with another value in its place.
  public Parameters with(String key, Bare value) {
    var more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Parameters(more);
  }

  /// The whole number of this key, or the default where it is missing or something else.
  public long whole(String key, long otherwise) {
    return find(key) instanceof Bare.Whole(long value) ? value : otherwise;
  }

  /// The truth of this key; false where it is missing or something else.
  public boolean truth(String key) {
    return find(key) instanceof Bare.Truth(boolean value) && value;
  }
}
