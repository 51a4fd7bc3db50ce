package dev.varve.store.filter;

import dev.varve.base.Check;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import java.util.List;
import java.util.Set;

/// Which documents are wanted. Two syntaxes say the same: text (`age > 30 and tags contains 'x'`)
/// and JSON (`{"age": {"gt": 30}, "tags": {"contains": "x"}}`).
///
/// A condition on a place that does not exist does not hold, `ne` excepted, which is exactly the
/// opposite of `eq`. Order comparisons hold only between values of one type.
public sealed interface Filter {
  /// Holds always.
  record All() implements Filter {}

  /// How a value is compared.
  enum Comparison {
    EQ("eq", "="),
    NE("ne", "!="),
    GT("gt", ">"),
    GTE("gte", ">="),
    LT("lt", "<"),
    LTE("lte", "<=");

    private final String word;
    private final String sign;

    Comparison(String word, String sign) {
      this.word = word;
      this.sign = sign;
    }

    /// The name in JSON.
    public String word() {
      return word;
    }

    /// The sign in text.
    public String sign() {
      return sign;
    }

    /// Whether it asks for the order of two values.
    public boolean ordered() {
      return this != EQ && this != NE;
    }

    boolean holds(int order) {
      return switch (this) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case GT -> order > 0;
        case GTE -> order >= 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
      };
    }
  }

  /// Compares the value at a path with a constant.
  ///
  /// @param value for the order comparisons a boolean, number or string
  record Compare(FieldPath path, Comparison comparison, Json value) implements Filter {
    public Compare {
      Check.that(
          !comparison.ordered() || hasOrder(value),
          comparison.word(),
          "compare with a boolean, number or string",
          value.kind());
    }

    static boolean hasOrder(Json value) {
      return !(value instanceof JsonNull
          || value instanceof JsonArray
          || value instanceof JsonObject);
    }
  }

  /// The value at a path equals one of some constants.
  ///
  /// @param values at least one
  record In(FieldPath path, Set<Json> values) implements Filter {
    public In {
      Check.that(!values.isEmpty(), "in", "have a value", "empty");
      values = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<Json>(values));
    }
  }

  /// The array at a path has an item equal to the value, or the string at it has the value, a
  /// string, as a part.
  record Contains(FieldPath path, Json value) implements Filter {}

  /// There is a value at the path; null is one.
  record Exists(FieldPath path) implements Filter {}

  /// The string at the path starts with a prefix.
  record StartsWith(FieldPath path, String prefix) implements Filter {}

  /// The string at the path has a part that matches.
  record Matches(FieldPath path, Regex regex) implements Filter {}

  /// All hold.
  ///
  /// @param filters at least two
  record And(List<Filter> filters) implements Filter {
    public And {
      filters = List.copyOf(filters);
      Check.that(filters.size() >= 2, "and", "have two filters", filters.size());
    }
  }

  /// At least one holds.
  ///
  /// @param filters at least two
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
      Check.that(filters.size() >= 2, "or", "have two filters", filters.size());
    }
  }

  /// The filter does not hold.
  record Not(Filter filter) implements Filter {}

  /// Every document.
  static Filter all() {
    return new All();
  }

  /// Reads the text form.
  ///
  /// @throws dev.varve.base.Failure naming line and column, and what was expected there
  static Filter parse(String text) {
    return FilterText.parse(text);
  }

  /// Reads the JSON form.
  ///
  /// @throws dev.varve.base.Failure naming the place as a JSON Pointer, all problems at once
  static Filter of(Json json) {
    return of(json, "filter#");
  }

  /// The same.
  ///
  /// @param where the place of the filter in what was sent, for messages
  static Filter of(Json json, String where) {
    return FilterJson.read(json, where);
  }

  /// All of the filters; [All] for none.
  static Filter and(List<? extends Filter> filters) {
    return switch (filters.size()) {
      case 0 -> all();
      case 1 -> filters.getFirst();
      default -> new And(List.copyOf(filters));
    };
  }

  /// One of the filters; nothing for none.
  static Filter or(List<? extends Filter> filters) {
    return switch (filters.size()) {
      case 0 -> new Not(all());
      case 1 -> filters.getFirst();
      default -> new Or(List.copyOf(filters));
    };
  }

  /// The text form; reading it gives an equal filter.
  default String text() {
    return FilterText.write(this);
  }

  /// The JSON form; reading it gives an equal filter.
  default Json json() {
    return FilterJson.write(this);
  }

  /// Whether a document and its version pass.
  default boolean matches(Json document, Meta meta) {
    return TreeMatcher.matches(this, document, meta);
  }
}
