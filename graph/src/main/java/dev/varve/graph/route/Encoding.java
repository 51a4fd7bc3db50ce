package dev.varve.graph.route;

/// How content is compressed.
public enum Encoding {
  /// Zstandard.
  ZSTD,
  /// Brotli.
  BR,
  /// Gzip.
  GZIP,
  /// Zlib.
  DEFLATE
}
