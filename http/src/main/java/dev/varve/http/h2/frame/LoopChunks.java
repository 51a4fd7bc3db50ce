package dev.varve.http.h2.frame;

import dev.varve.http.net.Loop;
import java.nio.ByteBuffer;

/// The chunks of a loop.
public record LoopChunks(Loop loop) implements Chunks {
  @Override
  public ByteBuffer take() {
    return loop.take();
  }

  @Override
  public void give(ByteBuffer chunk) {
    loop.give(chunk);
  }
}
