package dev.varve.graph.term;

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
