package dev.varve.graph.guard;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that a program sends.
public record ApiKey(String header, @Nullable Value keys, List<String> scopes) implements Guard {
  private static final Field<ApiKey, String> HEADER =
      Field.of(
          "header", "Header that the key comes in.", Terms.header(), "x-api-key", ApiKey::header);
  private static final Field<ApiKey, Value> KEYS =
      Field.optional(
          "keys",
          "Lines of name and SHA-256 of a key; without it keys are those of the store.",
          Value.REFERENCE,
          ApiKey::keys);
  private static final Field<ApiKey, List<String>> SCOPES =
      Field.of(
          "scopes",
          "Scopes that the key must all have.",
          Types.list(Types.text("a scope")),
          List.of(),
          ApiKey::scopes);

  /// Members, bounds and defaults.
  public static final Shape<ApiKey> SHAPE =
      Shape.of(
          "ApiKey",
          "A key that a program sends.",
          List.of(HEADER, KEYS, SCOPES),
          v -> new ApiKey(v.get(HEADER), v.maybe(KEYS), v.get(SCOPES)));

  /// Every default.
  public static final ApiKey DEFAULT = SHAPE.defaults();

  public ApiKey {
    HEADER.check(header);
    scopes = List.copyOf(scopes);
    SCOPES.check(scopes);
  }
}
