package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How answers are kept, sent and written down.
public record Delivery(
    @Nullable CachePolicy cache, Compression compress, @Nullable Mirror mirror, boolean accessLog) {
  private static final Field<Delivery, CachePolicy> CACHE =
      Field.optional("cache", "Keeps responses.", CachePolicy.TYPE, Delivery::cache);
  private static final Field<Delivery, Compression> COMPRESS =
      Field.of(
          "compress",
          "Compresses responses.",
          Compression.TYPE,
          Compression.DEFAULT,
          Delivery::compress);
  private static final Field<Delivery, Mirror> MIRROR =
      Field.optional(
          "mirror", "Copies requests to another upstream.", Mirror.TYPE, Delivery::mirror);
  private static final Field<Delivery, Boolean> ACCESS_LOG =
      Field.of(
          "accessLog",
          "Whether requests are written to the access log.",
          Types.bool(),
          true,
          Delivery::accessLog);

  /// Members, bounds and defaults.
  public static final Shape<Delivery> SHAPE =
      Shape.of(
          "Delivery",
          "How answers are kept, sent and written down.",
          List.of(CACHE, COMPRESS, MIRROR, ACCESS_LOG),
          v -> new Delivery(v.maybe(CACHE), v.get(COMPRESS), v.maybe(MIRROR), v.get(ACCESS_LOG)));

  /// Every default.
  public static final Delivery DEFAULT = SHAPE.defaults();
}
