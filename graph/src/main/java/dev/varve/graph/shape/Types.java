package dev.varve.graph.shape;

import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonString;
import dev.varve.base.unit.Rate;
import dev.varve.base.unit.Size;
import dev.varve.base.unit.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The types of components.
public final class Types {
  private static final int ITEMS_MAX = 10_000;
  private static final String SPAN = "^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h|d))+$";
  private static final String SIZE = "^[0-9]+(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?$";
  private static final String RATE = "^[0-9]+/.+$";

  private Types() {}

  /// Text that a function turns into a value, throwing IllegalArgumentException with `must …, but
  /// is …` when it cannot.
  ///
  /// @param words to follow "must be": `a path such as '/a'`
  public static <V> Type<V> parsed(
      String words, Function<String, V> parse, Function<V, String> text) {
    return scalar(words, parse, text);
  }

  private static <V> Scalar<V> scalar(
      String words, Function<String, V> parse, Function<V, String> text) {
    return Scalar.of(
            Form.of(words, Schemas.type("string").with("description", Json.of(words)), "string"),
            JsonString.class::isInstance,
            json -> parse.apply(((JsonString) json).value()),
            value -> Json.of(text.apply(value)))
        .withFix(json ->
            json instanceof JsonNumber || json instanceof JsonBoolean
                ? "put it in quotes: '" + json.compact() + "'"
                : "");
  }

  /// A value that is written as another one.
  public static <S, V> Type<V> mapped(Type<S> written, Function<S, V> make, Function<V, S> of) {
    return new Converted<>(written, make, of);
  }

  /// Text held to a rule.
  public static Type<String> text(String words, UnaryOperator<String> check) {
    return Types.<String>scalar(words, check, text -> text).bounded(text -> message(check, text));
  }

  private static @Nullable String message(UnaryOperator<String> check, String text) {
    try {
      String _ = check.apply(text);
      return null;
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  /// Any text that is not blank.
  public static Type<String> text(String words) {
    return text(
        words,
        text -> {
          if (text.isBlank()) {
            throw new IllegalArgumentException("must be " + words + ", but is '" + text + "'");
          }
          return text;
        });
  }

  /// Any text, also none.
  public static Type<String> anyText() {
    return text("text", text -> text);
  }

  public static Type<Boolean> bool() {
    return Scalar.of(
            Form.of("true or false", Schemas.type("boolean"), "boolean"),
            JsonBoolean.class::isInstance,
            json -> ((JsonBoolean) json).value(),
            Json::of)
        .withFix(json ->
            switch (json.compact().toLowerCase(Locale.ROOT)) {
              case "\"true\"", "\"yes\"", "\"on\"" -> "write true";
              case "\"false\"", "\"no\"", "\"off\"" -> "write false";
              default -> "";
            });
  }

  /// Only `true`: says that something is there.
  public static Type<Boolean> yes() {
    return Scalar.of(
        Form.of(
            "true", Schemas.words(List.of()).with("enum", Json.of(List.of(Json.of(true)))), "true"),
        json -> json == JsonBoolean.TRUE,
        _ -> true,
        Json::of);
  }

  /// A whole number between two bounds, both included.
  public static Type<Integer> whole(int least, int most) {
    return Scalar.<Integer>of(
            Form.of(
                "a whole number from " + least + " to " + most,
                Schemas.whole(least, most),
                "number"),
            JsonNumber.class::isInstance,
            json -> integer((JsonNumber) json),
            value -> Json.of(value.longValue()))
        .bounded(value -> outside(value, least, most, String::valueOf))
        .withFix(json ->
            json instanceof JsonString text && text.value().matches("\\d{1,9}")
                ? "write " + text.value() + " without quotes"
                : "");
  }

  private static int integer(JsonNumber number) {
    if (!number.isLong() || number.longValue() != (int) number.longValue()) {
      throw new IllegalArgumentException("must be a whole number, but is " + number);
    }
    return (int) number.longValue();
  }

  /// A length of time between two bounds, both included.
  public static Type<Duration> span(Duration least, Duration most) {
    return Scalar.of(
            Form.of(
                "a duration such as '250ms', '5s' or '2h'",
                Schemas.pattern(SPAN)
                    .with("description", Json.of(Span.format(least) + " to " + Span.format(most))),
                "Duration"),
            JsonString.class::isInstance,
            json -> Span.parse(((JsonString) json).value()),
            value -> Json.of(Span.format(value)))
        .bounded(value -> outside(value, least, most, Span::format))
        .withFix(json -> unit(json, "s", "seconds"));
  }

  /// An amount of bytes between two bounds, both included.
  public static Type<Long> size(long least, long most) {
    return Scalar.<Long>of(
            Form.of(
                "a size such as '64KiB', '10MiB' or '1GiB'",
                Schemas.pattern(SIZE)
                    .with("description", Json.of(Size.format(least) + " to " + Size.format(most))),
                "Size"),
            JsonString.class::isInstance,
            json -> Size.parse(((JsonString) json).value()),
            value -> Json.of(Size.format(value)))
        .bounded(value -> outside(value, least, most, Size::format))
        .withFix(json -> unit(json, "B", "bytes"));
  }

  /// So many in so long.
  public static Type<Rate> rate() {
    return Scalar.of(
            Form.of("a rate such as '100/min' or '5/s'", Schemas.pattern(RATE), "Rate"),
            JsonString.class::isInstance,
            json -> Rate.parse(((JsonString) json).value()),
            value -> Json.of(value.toString()))
        .withFix(json -> unit(json, "/s", "a second"));
  }

  private static String unit(Json json, String unit, String name) {
    return json instanceof JsonNumber number
        ? "write '" + number + unit + "' if " + name + " are meant"
        : "";
  }

  /// One of the constants of an enum, by the word that each is written as.
  public static <E extends Enum<E>> Type<E> word(E[] constants, Function<E, String> word) {
    List<String> words = java.util.Arrays.stream(constants).map(word).toList();
    String all =
        words.size() == 1 ? "'" + words.getFirst() + "'" : "one of " + String.join(", ", words);
    return Scalar.of(
        Form.of(
            all,
            Schemas.words(words),
            words.stream().map(w -> "'" + w + "'").reduce((a, b) -> a + " | " + b).orElse("never")),
        JsonString.class::isInstance,
        json -> {
          String text = ((JsonString) json).value();
          int index = words.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException(
                "must be "
                    + all
                    + ", but is '"
                    + text
                    + "'"
                    + Suggestion.nearest(text, words)
                        .map(s -> "; did you mean '" + s + "'?")
                        .orElse(""));
          }
          return constants[index];
        },
        value -> Json.of(word.apply(value)));
  }

  /// One of the constants of an enum, written in lower case with dashes: `least-conn`.
  public static <E extends Enum<E>> Type<E> word(E[] constants) {
    return word(constants, Types::kebab);
  }

  /// `LEAST_CONN` as `least-conn`.
  public static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A list; a single item may stand without brackets.
  public static <V> Type<List<V>> list(Type<V> item) {
    return new Listed<>(item, ITEMS_MAX);
  }

  /// Values by name.
  ///
  /// @param key gives the name as the record holds it, or throws IllegalArgumentException
  public static <V> Type<SortedMap<String, V>> map(
      String keyWords, UnaryOperator<String> key, Type<V> item) {
    return new Mapped<>(keyWords, key, item);
  }

  private static <T extends Comparable<? super T>> @Nullable String outside(
      T value, T least, T most, Function<T, String> text) {
    return value.compareTo(least) < 0 || value.compareTo(most) > 0
        ? "must be between "
            + text.apply(least)
            + " and "
            + text.apply(most)
            + ", but is "
            + text.apply(value)
        : null;
  }
}
