package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A full form and a shorter one that is read as the full one and never written.
record Either<V, S>(Type<V> full, Type<S> shorter, Function<S, V> toFull, boolean shorterFirst)
    implements Type<V> {
  @Override
  public @Nullable V read(Json json, Reading at) {
    boolean isShorter = shorter.accepts(json) && (shorterFirst || !full.accepts(json));
    if (!isShorter && full.accepts(json)) {
      return full.read(json, at);
    }
    if (!isShorter) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    S value = shorter.read(json, at);
    if (value == null) {
      return null;
    }
    try {
      return toFull.apply(value);
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(V value) {
    return full.write(value);
  }

  @Override
  public Json brief(V value) {
    return full.brief(value);
  }

  @Override
  public Form form() {
    return full.form().or(shorter.form());
  }

  @Override
  public boolean accepts(Json json) {
    return full.accepts(json) || shorter.accepts(json);
  }

  @Override
  public @Nullable String broken(V value) {
    return full.broken(value);
  }
}
