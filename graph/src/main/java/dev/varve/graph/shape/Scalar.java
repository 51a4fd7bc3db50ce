package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A value without parts.
///
/// @param parse throws IllegalArgumentException saying `must …, but is …`
/// @param rule the broken bound, null when none
/// @param fix what to write instead, for JSON of the wrong kind; empty when unknown
record Scalar<V>(
    Form form,
    Predicate<Json> kind,
    Function<Json, V> parse,
    Function<V, Json> text,
    Function<V, @Nullable String> rule,
    Function<Json, String> fix)
    implements Type<V> {

  static <V> Scalar<V> of(
      Form form, Predicate<Json> kind, Function<Json, V> parse, Function<V, Json> text) {
    return new Scalar<>(form, kind, parse, text, _ -> null, _ -> "");
  }

  Scalar<V> bounded(Function<V, @Nullable String> newRule) {
    return new Scalar<>(form, kind, parse, text, newRule, fix);
  }

  Scalar<V> withFix(Function<Json, String> newFix) {
    return new Scalar<>(form, kind, parse, text, rule, newFix);
  }

  @Override
  public @Nullable V read(Json json, Reading at) {
    if (!accepts(json)) {
      at.wrongKind(form.words(), json, fix.apply(json));
      return null;
    }
    try {
      V value = parse.apply(json);
      String broken = rule.apply(value);
      if (broken != null) {
        at.problem(GraphCode.OUT_OF_BOUNDS, broken, "");
        return null;
      }
      return value;
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(V value) {
    return text.apply(value);
  }

  @Override
  public boolean accepts(Json json) {
    return kind.test(json);
  }

  @Override
  public @Nullable String broken(V value) {
    return rule.apply(value);
  }
}
