package dev.varve.store.filter;

import dev.varve.base.Check;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in a document, or a fact about its version: `name`, `address.city`, `items[0].price`,
/// `['first.name']`, `$key`. The document itself is `$`.
///
/// A number in brackets is a position in an array; a number after a dot is a member of that name:
/// `a.0` and `a[0]` are different places.
///
/// @param source what the steps start from; only documents have steps
/// @param steps at most 64
public record FieldPath(Source source, List<Step> steps) {
  private static final int STEPS_MAX = 64;

  /// The whole document.
  public static final FieldPath DOCUMENT = new FieldPath(Source.DOCUMENT, List.of());

  /// Where a path starts.
  public enum Source {
    DOCUMENT("$"),
    KEY("$key"),
    SEQ("$seq"),
    TIME("$time"),
    AUTHOR("$author");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// One step down.
  public sealed interface Step {
    /// Into an object.
    record Member(String name) implements Step {}

    /// Into an array, from 0.
    record Index(int index) implements Step {
      public Index {
        Check.that(index >= 0, "index", "not be negative", index);
      }
    }
  }

  public FieldPath {
    steps = List.copyOf(steps);
    Check.that(steps.size() <= STEPS_MAX, "path", "have at most 64 steps", steps.size());
    Check.that(
        source == Source.DOCUMENT || steps.isEmpty(), source.text, "stand alone", steps.size());
  }

  /// Reads the text form.
  ///
  /// @throws dev.varve.base.Failure naming line and column
  public static FieldPath parse(String text) {
    return PathText.parse(text);
  }

  /// A path of one member name.
  public static FieldPath member(String name) {
    return new FieldPath(Source.DOCUMENT, List.of(new Step.Member(name)));
  }

  /// Whether the path speaks of the version, not of the document.
  public boolean isMeta() {
    return source != Source.DOCUMENT;
  }

  /// The value at this place of a document; null when there is none. Not for paths that are
  /// [#isMeta].
  public @Nullable Json in(Json document) {
    Json value = document;
    for (Step step : steps) {
      Json below = child(value, step);
      if (below == null) {
        return null;
      }
      value = below;
    }
    return value;
  }

  /// The value at this place, of a document or of its version; null when there is none.
  public @Nullable Json in(Json document, Meta meta) {
    return isMeta() ? meta.value(source) : in(document);
  }

  static @Nullable Json child(Json value, Step step) {
    return switch (step) {
      case Step.Member(String name) -> value instanceof JsonObject object ? object.get(name) : null;
      case Step.Index(int index) ->
          value instanceof JsonArray array && index < array.items().size()
              ? array.items().get(index)
              : null;
    };
  }

  /// The text form; reading it gives an equal path.
  @Override
  public String toString() {
    return PathText.write(this);
  }
}
