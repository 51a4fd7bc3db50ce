package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;

/// The two kinds of field that etcd's messages need here.
public final class Protobuf {
  private final ByteBuffer out = ByteBuffer.allocate(8192);

  public Protobuf bytes(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    out.put(value);
    return this;
  }

  public Protobuf number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  private void varint(long value) {
    long left = value;
    for (; (left & ~0x7FL) != 0; left >>>= 7) {
      out.put((byte) (left | 0x80));
    }
    out.put((byte) left);
  }

  public byte[] message() {
    var message = new byte[out.position()];
    out.flip().get(message);
    out.clear();
    return message;
  }
}
