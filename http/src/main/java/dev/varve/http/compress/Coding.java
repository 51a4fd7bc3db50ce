package dev.varve.http.compress;

import dev.varve.http.Ascii;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A content coding. Brotli and zstd need native code; where it is missing they are not offered,
/// and bodies in them are refused like unknown codings.
public enum Coding {
  ZSTD("zstd"),
  BROTLI("br"),
  GZIP("gzip"),
  DEFLATE("deflate"),
  /// As it is.
  IDENTITY("identity");

  private final String token;

  Coding(String token) {
    this.token = token;
  }

  /// The name in Content-Encoding and Accept-Encoding.
  public String token() {
    return token;
  }

  /// Whether this machine has what the coding needs.
  public boolean isAvailable() {
    return switch (this) {
      case ZSTD -> Zstandard.AVAILABLE;
      case BROTLI -> Brotli.AVAILABLE;
      case GZIP, DEFLATE, IDENTITY -> true;
    };
  }

  /// The coding of this name, whatever its case; `x-gzip` is gzip.
  public static @Nullable Coding of(String name) {
    String lower = Ascii.lower(name);
    for (Coding each : ALL) {
      if (each.token.equals(lower)) {
        return each;
      }
    }
    return lower.equals("x-gzip") ? GZIP : null;
  }

  private static final List<Coding> ALL = List.of(values());

  /// @param level as the library counts; -1 for one that suits answers made on the fly
  Transform encoder(int level) {
    return switch (this) {
      case ZSTD -> Zstandard.encoder(level);
      case BROTLI -> Brotli.encoder(level);
      case GZIP -> new GzipEncoder(level);
      case DEFLATE -> new DeflateEncoder(level);
      case IDENTITY -> throw new IllegalArgumentException("identity needs no encoder");
    };
  }

  Transform decoder() {
    return switch (this) {
      case ZSTD -> Zstandard.decoder();
      case BROTLI -> Brotli.decoder();
      case GZIP -> new GzipDecoder();
      case DEFLATE -> new DeflateDecoder();
      case IDENTITY -> throw new IllegalArgumentException("identity needs no decoder");
    };
  }
}
