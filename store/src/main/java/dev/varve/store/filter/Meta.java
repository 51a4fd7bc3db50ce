package dev.varve.store.filter;

import dev.varve.base.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What is known of a version besides its value. Filters reach it as `$key`, `$seq`, `$time` and
/// `$author`.
public interface Meta {
  /// The document's key within its namespace.
  String key();

  /// The version's position in the log.
  long seq();

  /// When it was written, in milliseconds since 1970.
  long timeMillis();

  /// Who wrote it; empty when nobody is known, and then `$author` does not exist.
  String author();

  /// The value a filter sees: `$time` is text of fixed width, `2026-11-20T10:15:30.000Z`, so that
  /// its order is that of time and a prefix such as `2026-11` can be compared with it.
  default @Nullable Json value(FieldPath.Source source) {
    return switch (source) {
      case DOCUMENT -> throw new IllegalArgumentException("a document is not part of its meta");
      case KEY -> Json.of(key());
      case SEQ -> new dev.varve.base.json.JsonNumber(new BigDecimal(Long.toUnsignedString(seq())));
      case TIME -> Json.of(timeText(timeMillis()));
      case AUTHOR -> author().isEmpty() ? null : Json.of(author());
    };
  }

  /// The text form of a time in milliseconds. Every document of an answer has one, so it is made
  /// without the formatter, which takes as long as finding the document.
  static String timeText(long millis) {
    return TimeText.of(millis);
  }
}
