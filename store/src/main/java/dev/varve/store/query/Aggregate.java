package dev.varve.store.query;

import dev.varve.base.Check;
import dev.varve.store.filter.FieldPath;
import org.jspecify.annotations.Nullable;

/// One number, or list, worked out over all documents that match.
///
/// @param name its name in the answer; `group` is taken
/// @param path what it looks at; counting `$` counts documents
public record Aggregate(String name, Function function, FieldPath path) {
  /// What is worked out. Places that do not exist are passed over.
  public enum Function {
    /// How many documents have a value at the path, null included.
    COUNT,
    /// The exact sum of the numbers; 0 for none.
    SUM,
    /// The sum divided by how many numbers there are, to 34 digits; null for none.
    AVG,
    /// The least value in the order of all values, null not counted; null for none.
    MIN,
    /// The greatest value.
    MAX,
    /// The different values, in order.
    DISTINCT;

    static @Nullable Function named(String word) {
      for (Function function : values()) {
        if (function.word().equals(word)) {
          return function;
        }
      }
      return null;
    }

    /// The name in queries.
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Aggregate {
    Check.notBlank("aggregates", name);
    Check.that(!name.equals("group"), "aggregates", "not be named group", name);
  }
}
