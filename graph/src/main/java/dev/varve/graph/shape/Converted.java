package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value that is written as another one.
record Converted<S, V>(Type<S> written, Function<S, V> make, Function<V, S> of) implements Type<V> {
  @Override
  public @Nullable V read(Json json, Reading at) {
    S value = written.read(json, at);
    if (value == null) {
      return null;
    }
    try {
      return make.apply(value);
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(V value) {
    return written.write(of.apply(value));
  }

  @Override
  public Json brief(V value) {
    return written.brief(of.apply(value));
  }

  @Override
  public Form form() {
    return written.form();
  }

  @Override
  public boolean accepts(Json json) {
    return written.accepts(json);
  }

  @Override
  public @Nullable String broken(V value) {
    return written.broken(of.apply(value));
  }
}
