package dev.varve.http.h3;

import dev.varve.http.hpack.FieldLines;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.hpack.Huffman;

/// Reads field sections (RFC 9204 section 4.5), one field at a time: [#begin], then [#next] until
/// it says false. The bytes of a field are lent until the following call.
///
/// We allow clients no dynamic table, so a section stands alone: one that refers to the dynamic
/// table breaks the connection, and one that is too large costs only its own stream.
final class QpackDecoder implements FieldLines<H3Exception> {
  /// What RFC 9114 section 4.2.2 adds to the size of every field.
  private static final int OVERHEAD = 32;

  /// Bits 0 to 27: no number in a section of ours is larger.
  private static final int SHIFT_MAX = 21;

  private final int bytesMax;
  private final int fieldsMax;
  private final byte[] scratch;

  private byte[] block = {};
  private int at;
  private int end;
  private int bytes;
  private int fields;
  private String excess = "";

  private byte[] name = block;
  private int nameFrom;
  private int nameLength;
  private byte[] value = block;
  private int valueFrom;
  private int valueLength;

  /// @param bytesMax bound of a decoded section by the measure of RFC 9114 section 4.2.2
  QpackDecoder(int bytesMax, int fieldsMax) {
    this.bytesMax = bytesMax;
    this.fieldsMax = fieldsMax;
    this.scratch = new byte[bytesMax * 2 + OVERHEAD];
  }

  /// Starts a section: the first so many bytes.
  void begin(byte[] section, int length) throws H3Exception {
    block = section;
    at = 0;
    end = length;
    bytes = 0;
    fields = 0;
    excess = "";
    if (integer(8) != 0) {
      throw failed("section needs a dynamic table, which was not allowed");
    }
    integer(7);
  }

  /// What was too much of the section, after which [#next] ended it early; empty when nothing was.
  String excess() {
    return excess;
  }

  @Override
  public boolean next() throws H3Exception {
    if (at == end || !excess.isEmpty()) {
      return false;
    }
    int first = block[at] & 0xff;
    if ((first & 0x80) != 0) {
      indexed((first & 0x40) != 0);
    } else if ((first & 0x40) != 0) {
      named((first & 0x10) != 0);
    } else if ((first & 0x20) != 0) {
      literal();
    } else {
      throw failed("field refers to the dynamic table");
    }
    return excess.isEmpty() && isWithinLimits();
  }

  private boolean isWithinLimits() {
    bytes += nameLength + valueLength + OVERHEAD;
    fields++;
    if (bytes > bytesMax) {
      tooLarge();
    } else if (fields > fieldsMax) {
      excess = "more than " + fieldsMax + " fields";
    }
    return excess.isEmpty();
  }

  private void tooLarge() {
    excess = "header block over " + bytesMax + " bytes";
  }

  private void indexed(boolean fixed) throws H3Exception {
    QpackStatic.Entry entry = lookup(integer(6), fixed);
    setName(entry.name, 0, entry.name.length);
    value = entry.value;
    valueFrom = 0;
    valueLength = value.length;
  }

  private void named(boolean fixed) throws H3Exception {
    QpackStatic.Entry entry = lookup(integer(4), fixed);
    setName(entry.name, 0, entry.name.length);
    value(0);
  }

  private void literal() throws H3Exception {
    boolean huffman = (block[at] & 0x08) != 0;
    int used = string(huffman, integer(3), 0);
    setName(stringBytes, stringFrom, stringLength);
    if (excess.isEmpty()) {
      value(used);
    }
  }

  private void value(int used) throws H3Exception {
    boolean huffman = at < end && block[at] < 0;
    string(huffman, integer(7), used);
    value = stringBytes;
    valueFrom = stringFrom;
    valueLength = stringLength;
  }

  private QpackStatic.Entry lookup(int index, boolean fixed) throws H3Exception {
    if (!fixed) {
      throw failed("field refers to the dynamic table");
    }
    if (index >= QpackStatic.size()) {
      throw failed("index beyond the table");
    }
    return QpackStatic.at(index);
  }

  private byte[] stringBytes = block;
  private int stringFrom;
  private int stringLength;

  /// Reads a string; a Huffman coded one is decoded into the scratch bytes from `used`. Returns how
  /// much of them is used then.
  private int string(boolean huffman, int length, int used) throws H3Exception {
    if (length > end - at) {
      throw failed("string is cut short");
    }
    if (length > bytesMax - used) {
      tooLarge();
      return used;
    }
    int usedNow = used;
    if (huffman) {
      usedNow = decoded(length, used);
      stringBytes = scratch;
      stringFrom = used;
      stringLength = usedNow - used;
    } else {
      stringBytes = block;
      stringFrom = at;
      stringLength = length;
    }
    at += length;
    return usedNow;
  }

  private int decoded(int length, int used) throws H3Exception {
    try {
      return Huffman.decode(block, at, length, scratch, used);
    } catch (HpackException wrong) {
      throw failed(wrong.reason());
    }
  }

  /// A number with a prefix of so many bits (RFC 7541 section 5.1).
  private int integer(int prefixBits) throws H3Exception {
    int mask = (1 << prefixBits) - 1;
    int number = octet() & mask;
    if (number < mask) {
      return number;
    }
    for (int shift = 0; shift <= SHIFT_MAX; shift += 7) {
      int octet = octet();
      number += (octet & 0x7f) << shift;
      if (octet >= 0) {
        return number;
      }
    }
    throw failed("number too long");
  }

  private int octet() throws H3Exception {
    if (at == end) {
      throw failed("section is cut short");
    }
    return block[at++];
  }

  private static H3Exception failed(String reason) {
    return new H3Exception(ErrorCode.QPACK_DECOMPRESSION_FAILED, reason);
  }

  private void setName(byte[] text, int from, int length) {
    name = text;
    nameFrom = from;
    nameLength = length;
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public int nameFrom() {
    return nameFrom;
  }

  @Override
  public int nameLength() {
    return nameLength;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public int valueFrom() {
    return valueFrom;
  }

  @Override
  public int valueLength() {
    return valueLength;
  }
}
