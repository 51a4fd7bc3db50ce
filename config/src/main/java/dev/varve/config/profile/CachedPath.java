package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.graph.route.CachePolicy;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Inline;
import dev.varve.graph.shape.Shape;
import java.util.List;

/// A path whose rendered pages are kept.
///
/// @param path which pages
/// @param policy how they are kept
record CachedPath(PathPattern path, CachePolicy policy) {
  private static final Field<CachedPath, PathPattern> PATH =
      Field.required("path", "Which pages.", PathPattern.TYPE, CachedPath::path);
  private static final Inline<CachedPath, CachePolicy> POLICY =
      new Inline<>(CachePolicy.SHAPE, CachedPath::policy);

  static final Shape<CachedPath> SHAPE =
      Shape.of(
          "CachedPath",
          "A path whose rendered pages are kept.",
          List.of(PATH, POLICY),
          v -> new CachedPath(v.get(PATH), v.get(POLICY)));

  /// The route of these pages.
  JsonObject route(Object... namesAndValues) {
    return Written.route(path.text(), namesAndValues)
        .with("cache", CachePolicy.SHAPE.write(policy));
  }
}
