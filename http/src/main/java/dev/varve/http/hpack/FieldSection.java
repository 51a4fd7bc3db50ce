package dev.varve.http.hpack;

import org.jspecify.annotations.Nullable;

/// A compressed header block as it is read by [HpackDecoder], or a section of HTTP/3 by its
/// decoder: numbers and strings, which both write alike (RFC 7541 section 5), the limits, and the
/// field that was read last. Its bytes are lent until the next one is read.
///
/// One serves all connections of a thread. The decoded size and the number of fields are bounded,
/// so a small block that repeats a large entry cannot grow without limit.
public final class FieldSection {
  /// Bits 0 to 27: no number in a block of ours is larger.
  private static final int SHIFT_MAX = 21;

  private static final byte[] NOTHING = {};

  private final int bytesMax;
  private final int fieldsMax;
  private final byte[] scratch;

  private byte[] block = NOTHING;
  private int at;
  private int end;
  private int bytes;
  private int fields;

  private @Nullable HpackEntry entry;
  private byte[] name = NOTHING;
  private int nameFrom;
  private int nameLength;
  private byte[] value = NOTHING;
  private int valueFrom;
  private int valueLength;

  /// How much of the scratch bytes the name takes.
  private int used;

  private byte[] stringBytes = NOTHING;
  private int stringFrom;
  private int stringLength;

  /// @param bytesMax bound of a decoded block by the measure of RFC 9113 section 6.5.2
  public FieldSection(int bytesMax, int fieldsMax) {
    this.bytesMax = bytesMax;
    this.fieldsMax = fieldsMax;
    this.scratch = new byte[bytesMax * 2 + HpackEntry.OVERHEAD];
  }

  // The field that was read last.

  /// The table entry that is the whole field, known or new; null when no table has it.
  public @Nullable HpackEntry entry() {
    return entry;
  }

  public byte[] name() {
    return name;
  }

  public int nameFrom() {
    return nameFrom;
  }

  public int nameLength() {
    return nameLength;
  }

  public byte[] value() {
    return value;
  }

  public int valueFrom() {
    return valueFrom;
  }

  public int valueLength() {
    return valueLength;
  }

  // For decoders.

  /// Starts with the bytes from `from` to before `to`.
  public void begin(byte[] encoded, int from, int to) {
    block = encoded;
    at = from;
    end = to;
    bytes = 0;
    fields = 0;
    entry = null;
  }

  public boolean hasMore() {
    return at < end;
  }

  /// The octet that comes next, with its sign, while [#hasMore].
  public int peek() {
    return block[at];
  }

  /// Whether no field was read yet.
  boolean isUntouched() {
    return fields == 0;
  }

  /// A number with a prefix of so many bits (RFC 7541 section 5.1).
  public int integer(int prefixBits) throws HpackException {
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
    throw HpackException.wrong("number too long");
  }

  private int octet() throws HpackException {
    if (at == end) {
      throw HpackException.wrong("header block is cut short");
    }
    return block[at++];
  }

  /// The whole field is this one.
  void field(HpackEntry found) {
    entry = found;
    name(found.line, found.nameLength);
    value(found.line, found.valueFrom(), found.valueLength);
  }

  /// The field that was read is this one, which lasts.
  void remembered(@Nullable HpackEntry made) {
    entry = made;
  }

  /// The name is the beginning of an array.
  public void name(byte[] text, int length) {
    name = text;
    nameFrom = 0;
    nameLength = length;
    used = 0;
  }

  /// The name is a string that comes next.
  ///
  /// @param prefixBits of its length; the bit above them says whether it is Huffman coded
  public void nameString(int prefixBits) throws HpackException {
    used = 0;
    int taken = string(prefixBits);
    name = stringBytes;
    nameFrom = stringFrom;
    nameLength = stringLength;
    used = taken;
  }

  public void value(byte[] text, int from, int length) {
    value = text;
    valueFrom = from;
    valueLength = length;
  }

  /// The value is a string that comes next; the name is known.
  public void valueString() throws HpackException {
    string(7);
    value(stringBytes, stringFrom, stringLength);
  }

  /// Counts the field that was read.
  public void count() throws HpackException {
    bytes += nameLength + valueLength + HpackEntry.OVERHEAD;
    fields++;
    if (bytes > bytesMax) {
      throw tooLarge();
    }
    if (fields > fieldsMax) {
      throw HpackException.excessive("more than " + fieldsMax + " fields");
    }
  }

  private HpackException tooLarge() {
    return HpackException.excessive("header block over " + bytesMax + " bytes");
  }

  /// Reads a string; a Huffman coded one is decoded into the scratch bytes behind the name. Returns
  /// how much of them is used then.
  private int string(int prefixBits) throws HpackException {
    boolean huffman = at < end && (block[at] & (1 << prefixBits)) != 0;
    int length = integer(prefixBits);
    if (length > end - at) {
      throw HpackException.wrong("string is cut short");
    }
    if (length > bytesMax - used) {
      throw tooLarge();
    }
    int taken = used;
    if (huffman) {
      taken = Huffman.decode(block, at, length, scratch, used);
      stringBytes = scratch;
      stringFrom = used;
      stringLength = taken - used;
    } else {
      stringBytes = block;
      stringFrom = at;
      stringLength = length;
    }
    at += length;
    return taken;
  }
}
