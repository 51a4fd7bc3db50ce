package dev.varve.http.compress;

import java.nio.ByteBuffer;

/// Turns bytes into other bytes, a buffer at a time. To be closed: most hold memory outside of the
/// heap.
interface Transform extends AutoCloseable {
  /// What is to come out.
  enum Mode {
    /// Whatever is convenient.
    RUN,
    /// All that was put in, for a reader who waits.
    FLUSH,
    /// All, and the end.
    FINISH
  }

  /// Takes bytes off `in` and puts some into `out`, both direct. Returns whether it wants to be
  /// called again with the same mode even when nothing is left in `in`.
  boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException;

  @Override
  void close();
}
