package dev.varve.http.h2.frame;

import java.nio.ByteBuffer;

/// Where buffers of one size come from and go back to.
public interface Chunks {
  /// An empty buffer.
  ByteBuffer take();

  void give(ByteBuffer chunk);
}
