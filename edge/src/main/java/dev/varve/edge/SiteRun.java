package dev.varve.edge;

import dev.varve.graph.TrailingSlash;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a site says for all its routes. Immutable.
final class SiteRun {
  private final TrailingSlash slash;
  private final Map<String, byte[]> errorPages;

  /// @param errorPages HTML by status or class, such as `404` or `5xx`
  SiteRun(TrailingSlash slash, Map<String, byte[]> errorPages) {
    this.slash = slash;
    this.errorPages = Map.copyOf(errorPages);
  }

  byte @Nullable [] errorPage(int status) {
    if (errorPages.isEmpty()) {
      return null;
    }
    byte[] exact = errorPages.get(String.valueOf(status));
    return exact == null ? errorPages.get(status / 100 + "xx") : exact;
  }

  /// The path a request should have had, or null when it is as it should be.
  @Nullable String wanted(String path) {
    return switch (slash) {
      case KEEP -> null;
      case ADD -> needsSlash(path) ? path + "/" : null;
      case STRIP ->
          path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : null;
    };
  }

  private static boolean needsSlash(String path) {
    return !path.endsWith("/") && path.indexOf('.', path.lastIndexOf('/')) < 0;
  }
}
