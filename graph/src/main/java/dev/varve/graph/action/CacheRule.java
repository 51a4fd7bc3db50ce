package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// What browsers and shared caches are told about some files.
public record CacheRule(String files, String cacheControl) {
  private static final Field<CacheRule, String> FILES =
      Field.required(
          "files",
          "Which files: a path with '*' for any text.",
          Types.text("a pattern such as '/assets/*', '*.html' or '*'"),
          CacheRule::files);
  private static final Field<CacheRule, String> CACHE_CONTROL =
      Field.required(
          "cacheControl", "The cache-control header.", Terms.fieldText(), CacheRule::cacheControl);

  /// Members, bounds and defaults.
  public static final Shape<CacheRule> SHAPE =
      Shape.of(
          "CacheRule",
          "What browsers and shared caches are told about some files.",
          List.of(FILES, CACHE_CONTROL),
          v -> new CacheRule(v.get(FILES), v.get(CACHE_CONTROL)));

  public CacheRule {
    FILES.check(files);
    CACHE_CONTROL.check(cacheControl);
  }
}
