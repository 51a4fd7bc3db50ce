package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one kind of value is read from JSON, written back, held to its bounds and described.
/// Immutable.
public interface Type<V> {
  /// The value, or null when something was wrong; what was wrong has been told to `at`.
  @Nullable V read(Json json, Reading at);

  /// The canonical form, which [#read] takes back to an equal value.
  Json write(V value);

  /// The same without what is a default anyway; [#read] takes it back to an equal value too.
  default Json brief(V value) {
    return write(value);
  }

  /// How it looks to those who write it.
  Form form();

  /// Whether this kind of JSON can be meant for this type at all, right or wrong.
  boolean accepts(Json json);

  /// The bound that the value breaks, to follow its name: `must be …, but is …`; null when none.
  default @Nullable String broken(V value) {
    return null;
  }

  /// This type, which may also be written in a shorter form.
  default <S> Type<V> or(Type<S> shorter, Function<S, V> full) {
    return new Either<>(this, shorter, full, false);
  }

  /// The same where both forms are objects: the shorter one is told by its keys.
  default <S> Type<V> orFirst(Type<S> shorter, Function<S, V> full) {
    return new Either<>(this, shorter, full, true);
  }
}
