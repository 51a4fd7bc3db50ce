package dev.varve.http.h2;

import java.nio.ByteBuffer;

/// Where buffers of one size come from and go back to.
interface Chunks {
  /// An empty buffer.
  ByteBuffer take();

  void give(ByteBuffer chunk);
}
