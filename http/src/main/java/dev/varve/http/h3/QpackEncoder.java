package dev.varve.http.h3;

import dev.varve.http.hpack.FieldSink;
import dev.varve.http.hpack.HeaderBlock;

/// Writes field sections (RFC 9204 section 4.5) with the static table alone: no state is shared
/// with the client, so no stream ever waits for another one. Belongs to one thread.
final class QpackEncoder implements FieldSink {
  private static final int INDEXED_STATIC = 0xc0;
  private static final int NAME_STATIC = 0x50;
  private static final int LITERAL_NAME = 0x20;
  private static final int NEVER_STORED = 0x20;
  private static final int SET_COOKIE = 14;
  private static final int NAME_PREFIX_BITS = 3;

  private final HeaderBlock out;
  private byte[] name = {};
  private int nameFrom;
  private int nameLength;
  private int nameHash;

  QpackEncoder(HeaderBlock out) {
    this.out = out;
  }

  /// Starts a section, in the block given to the constructor.
  void begin() {
    out.clear();
    // Required Insert Count and Base: nothing of the dynamic table is needed.
    out.put(0);
    out.put(0);
  }

  @Override
  public void name(byte[] bytes, int from, int length, int hash) {
    name = bytes;
    nameFrom = from;
    nameLength = length;
    nameHash = hash;
  }

  @Override
  public void value(byte[] bytes, int from, int length) {
    int known = QpackStatic.nameIndex(name, nameFrom, nameLength, nameHash);
    int whole =
        known == QpackStatic.NONE
            ? QpackStatic.NONE
            : QpackStatic.fieldIndex(known, bytes, from, length);
    if (whole != QpackStatic.NONE) {
      out.integer(INDEXED_STATIC, 6, whole);
      return;
    }
    if (known != QpackStatic.NONE) {
      out.integer(known == SET_COOKIE ? NAME_STATIC | NEVER_STORED : NAME_STATIC, 4, known);
    } else {
      out.integer(LITERAL_NAME, NAME_PREFIX_BITS, nameLength);
      out.put(name, nameFrom, nameLength);
    }
    out.string(bytes, from, length);
  }
}
