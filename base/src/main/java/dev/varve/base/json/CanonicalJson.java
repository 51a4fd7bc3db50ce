package dev.varve.base.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A JSON value in its canonical form, the tree made when it is asked for. What is sent in that
/// form already is taken as it is.
public final class CanonicalJson {
  /// Depth and numbers were checked when the value came to be.
  private static final JsonLimits KNOWN = new JsonLimits(512, 4096, 99_999);

  private final byte[] bytes;
  private final @Nullable Json tree;

  private CanonicalJson(byte[] bytes, @Nullable Json tree) {
    this.bytes = bytes;
    this.tree = tree;
  }

  public static CanonicalJson of(Json value) {
    return new CanonicalJson(value.canonical(), value);
  }

  /// Reads JSON within the default limits.
  ///
  /// @param text not to be changed any more
  /// @throws JsonSyntaxException naming line and column
  public static CanonicalJson read(byte[] text) {
    return CanonicalScan.holds(text, JsonLimits.DEFAULT)
        ? new CanonicalJson(text, null)
        : of(JsonReader.read(text));
  }

  /// UTF-8; shared, not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// As it was given, else parsed anew at each call.
  public Json json() {
    Json given = tree;
    return given != null ? given : JsonReader.read(bytes, 0, bytes.length, KNOWN);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CanonicalJson json && Arrays.equals(bytes, json.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// As it was given.
  @Override
  public String toString() {
    return json().compact();
  }
}
