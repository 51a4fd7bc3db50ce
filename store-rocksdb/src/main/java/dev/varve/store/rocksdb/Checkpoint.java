package dev.varve.store.rocksdb;

import dev.varve.store.engine.Engine;
import java.nio.ByteBuffer;

/// What opening starts from.
///
/// @param seq the last position in it
/// @param keys how many had come up to it
/// @param state what the host gave
record Checkpoint(long seq, long keys, Engine.Saved state) {
  private static final int NUMBERS = 3 * Long.BYTES;

  static Checkpoint read(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    long seq = from.getLong();
    long time = from.getLong();
    long keys = from.getLong();
    var rest = new byte[bytes.length - NUMBERS];
    from.get(rest);
    return new Checkpoint(seq, keys, new Engine.Saved(time, rest));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(NUMBERS + state.bytes().length)
        .putLong(seq)
        .putLong(state.time())
        .putLong(keys)
        .put(state.bytes())
        .array();
  }
}
