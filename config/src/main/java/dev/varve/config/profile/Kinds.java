package dev.varve.config.profile;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Kinds of text that several profiles share.
final class Kinds {
  private Kinds() {}

  /// Where a site is mounted: a path without a slash at its end.
  static Type<String> prefix() {
    return Types.text("a path such as '/shop', or nothing", Kinds::checkedPrefix);
  }

  private static String checkedPrefix(String text) {
    boolean good = text.isEmpty() || text.matches("(/[A-Za-z0-9._~-]+)+");
    if (!good) {
      throw new IllegalArgumentException(
          "must be a path such as '/shop' of letters, digits and '-._~', but is '" + text + "'");
    }
    return text;
  }

  /// A pattern of paths as cacheControl rules have it.
  static Type<String> files() {
    return Types.text("a pattern such as '/assets/*' or '*.css'");
  }

  static final Type<Long> SIZE = Types.size(0L, 1L << 40);

  /// How much visitors may send to PHP, which has limits of its own beneath.
  static <R> Field<R, Long> maxBody(Function<R, @Nullable Long> of) {
    return Field.of(
        "maxBody",
        "Largest request body; upload_max_filesize and post_max_size of PHP count as well.",
        SIZE,
        64L << 20,
        of);
  }
}
