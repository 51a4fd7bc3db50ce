package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Encoding;
import java.util.List;

/// Which responses are compressed.
public record Compression(List<Encoding> encodings, long minSize, List<String> types) {
  private static final Field<Compression, List<Encoding>> ENCODINGS =
      Field.of(
          "encodings",
          "Encodings in the order of preference; empty for none.",
          Types.list(Types.word(Encoding.values())),
          List.of(Encoding.ZSTD, Encoding.BR, Encoding.GZIP),
          Compression::encodings);
  private static final Field<Compression, Long> MIN_SIZE =
      Field.of(
          "minSize",
          "Smaller responses are sent as they are.",
          Types.size(0L, 1L << 30),
          1L << 10,
          Compression::minSize);
  private static final Field<Compression, List<String>> TYPES =
      Field.of(
          "types",
          "Media types that shrink.",
          Types.list(Types.text("a media type such as 'text/html' or 'text/*'")),
          List.of(
              "text/*",
              "application/json",
              "application/*+json",
              "application/javascript",
              "application/xml",
              "application/*+xml",
              "application/wasm",
              "image/svg+xml"),
          Compression::types);

  /// Members, bounds and defaults.
  public static final Shape<Compression> SHAPE =
      Shape.of(
          "Compression",
          "Which responses are compressed.",
          List.of(ENCODINGS, MIN_SIZE, TYPES),
          v -> new Compression(v.get(ENCODINGS), v.get(MIN_SIZE), v.get(TYPES)));

  /// Every default.
  public static final Compression DEFAULT = SHAPE.defaults();

  public Compression {
    encodings = List.copyOf(encodings);
    MIN_SIZE.check(minSize);
    types = List.copyOf(types);
    TYPES.check(types);
  }

  /// Nothing is compressed.
  public static final Compression OFF =
      new Compression(List.of(), DEFAULT.minSize(), DEFAULT.types());

  /// As it may be written: on or off.
  public static final Type<Compression> TYPE = SHAPE.or(Types.bool(), on -> on ? DEFAULT : OFF);
}
