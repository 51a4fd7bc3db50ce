package dev.varve.store.diff;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldPath.Step;
import dev.varve.store.problem.StoreCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds to the number at a place of a document, exactly. Where nothing is, the number starts at 0,
/// and the objects on the way to it are made; array items must be there.
public final class Increment {
  /// A sum must still be a number that the store reads back.
  private static final int DIGITS_MAX = 120;

  private Increment() {}

  /// The document with the number changed.
  ///
  /// @param document null where there is none yet
  /// @throws Failure when something else than a number is there, or the sum grows too long
  public static Json apply(@Nullable Json document, FieldPath path, JsonNumber by) {
    if (path.isMeta()) {
      throw wrong(path, "must be a place in the document");
    }
    return change(document, path, path.steps(), by);
  }

  private static Json change(
      @Nullable Json value, FieldPath path, List<Step> steps, JsonNumber by) {
    if (steps.isEmpty()) {
      return sum(value, path, by);
    }
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Step.Member(String name) ->
          switch (value) {
            case null -> Json.of(name, change(null, path, rest, by));
            case JsonObject object -> object.with(name, change(object.get(name), path, rest, by));
            default -> throw wrong(path, "must lead through objects, but meets " + value.kind());
          };
      case Step.Index(int index) -> {
        if (!(value instanceof JsonArray(var items)) || index >= items.size()) {
          throw wrong(path, "must lead through array items that are there");
        }
        var changed = new ArrayList<>(items);
        changed.set(index, change(items.get(index), path, rest, by));
        yield new JsonArray(changed);
      }
    };
  }

  private static Json sum(@Nullable Json value, FieldPath path, JsonNumber by) {
    if (value == null) {
      return by;
    }
    if (!(value instanceof JsonNumber counted)) {
      throw wrong(path, "must be a number, but is of type " + value.kind());
    }
    BigDecimal number = counted.value();
    // Checked first: the sum of 1e9999 and 1 would have ten thousand digits.
    long high = Math.max(top(number), top(by.value()));
    long low = Math.max(number.scale(), by.value().scale());
    if (high + low > DIGITS_MAX) {
      throw wrong(path, "must stay within " + DIGITS_MAX + " digits");
    }
    return new JsonNumber(number.add(by.value()));
  }

  private static long top(BigDecimal number) {
    return (long) number.precision() - number.scale();
  }

  private static Failure wrong(FieldPath path, String rule) {
    return new Failure(
        new Problem(
            StoreCode.NOT_A_NUMBER,
            path.toString(),
            "the place to increment, " + path + ", " + rule,
            "read the document, and name a number or a place where nothing is"));
  }
}
