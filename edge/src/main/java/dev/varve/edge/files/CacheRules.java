package dev.varve.edge.files;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which Cache-Control a file gets: the first rule that fits decides.
///
/// @param rules in order
public record CacheRules(List<Rule> rules) {
  /// For what has its content's hash in its name.
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /// The shell of an application is always asked for again, what it loads by hashed names never.
  /// Everything else is left to the client and its conditional requests.
  public static final CacheRules DEFAULT = new CacheRules(List.of());

  /// @param path null for any
  /// @param type how the media type begins, such as `image/`; null for any
  /// @param value the field's value
  public record Rule(@Nullable Glob path, @Nullable String type, String value) {
    boolean fits(String at, String mediaType) {
      return (path == null || path.matches(at)) && (type == null || mediaType.startsWith(type));
    }
  }

  public CacheRules {
    rules = List.copyOf(rules);
  }

  /// @param path of the file beneath its root, beginning with a slash
  String of(String path, String mediaType) {
    for (Rule rule : rules) {
      if (rule.fits(path, mediaType)) {
        return rule.value();
      }
    }
    if (MediaTypes.isHtml(mediaType)) {
      return "no-cache";
    }
    return hasHashedName(path) ? IMMUTABLE : "public, max-age=0, must-revalidate";
  }

  /// Whether the name carries a hash the way bundlers put it there: `index-BnT4a9Zx.js`,
  /// `main.3f9a0c12.css`, or anything below `/_app/immutable/` or `/_next/static/`. At least eight
  /// characters of hash before the ending, a digit among them.
  static boolean hasHashedName(String path) {
    if (path.contains("/_app/immutable/") || path.contains("/_next/static/")) {
      return true;
    }
    int end = path.lastIndexOf('.');
    int start = end - 1;
    boolean digit = false;
    while (start >= 0 && isHashCharacter(path.charAt(start))) {
      digit |= Character.isDigit(path.charAt(start));
      start--;
    }
    return start >= 0
        && end - start > 8
        && digit
        && (path.charAt(start) == '.' || path.charAt(start) == '-');
  }

  private static boolean isHashCharacter(char each) {
    return (each >= '0' && each <= '9')
        || (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || each == '_';
  }
}
