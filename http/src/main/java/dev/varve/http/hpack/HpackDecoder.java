package dev.varve.http.hpack;

import dev.varve.http.hpack.HpackEntry.Text;
import org.jspecify.annotations.Nullable;

/// Reads header blocks (RFC 7541) of one connection, one field at a time: [#begin], then [#next]
/// until it says false. The bytes of a field are lent until the following call.
///
/// Decoding ends at the first error, which is one of the connection: the tables of both sides may
/// differ from then on. The decoded size and number of fields are bounded, so a small block that
/// repeats a large entry cannot grow without limit.
public final class HpackDecoder implements FieldLines<HpackException> {
  private static final int TABLE_SIZE_UPDATES_MAX = 2;

  /// Bits 0 to 27: no number in a header block of ours is larger.
  private static final int SHIFT_MAX = 21;

  private final HpackTable table;
  private final int tableBytesMax;
  private final int listBytesMax;
  private final int fieldsMax;
  private final byte[] scratch;

  private byte[] block = new byte[0];
  private int at;
  private int end;
  private int updates;
  private int listBytes;
  private int fields;

  private @Nullable HpackEntry entry;
  private byte[] name = block;
  private int nameFrom;
  private int nameLength;
  private byte[] value = block;
  private int valueFrom;
  private int valueLength;
  private boolean neverIndexed;

  private byte[] stringBytes = block;
  private int stringFrom;
  private int stringLength;

  /// @param tableBytesMax what our SETTINGS_HEADER_TABLE_SIZE allows the peer
  /// @param listBytesMax bound of a decoded block by the measure of RFC 9113 section 6.5.2
  /// @param scratch at least twice `listBytesMax`; may be shared by all decoders of one thread
  public HpackDecoder(int tableBytesMax, int listBytesMax, int fieldsMax, byte[] scratch) {
    this.table = new HpackTable(tableBytesMax);
    this.tableBytesMax = tableBytesMax;
    this.listBytesMax = listBytesMax;
    this.fieldsMax = fieldsMax;
    this.scratch = scratch;
  }

  /// Starts a block: the bytes from `from` to before `to`.
  public void begin(byte[] bytes, int from, int to) {
    block = bytes;
    at = from;
    end = to;
    updates = 0;
    listBytes = 0;
    fields = 0;
  }

  @Override
  public boolean next() throws HpackException {
    while (at < end) {
      int first = block[at];
      if (first < 0) {
        indexed(integer(7));
        return counted();
      }
      if ((first & 0xe0) != 0x20) {
        literal(first);
        return counted();
      }
      updateTableSize();
    }
    return false;
  }

  /// The table entry that is the whole field, known or new; null when no table has it.
  @Override
  public @Nullable HpackEntry entry() {
    return entry;
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

  /// The sender asked that no table ever holds this field (RFC 7541 section 6.2.3).
  boolean neverIndexed() {
    return neverIndexed;
  }

  private boolean counted() throws HpackException {
    listBytes += nameLength + valueLength + HpackEntry.OVERHEAD;
    fields++;
    if (listBytes > listBytesMax) {
      throw HpackException.excessive("header block over " + listBytesMax + " bytes");
    }
    if (fields > fieldsMax) {
      throw HpackException.excessive("more than " + fieldsMax + " fields");
    }
    return true;
  }

  private void indexed(int index) throws HpackException {
    HpackEntry found = lookup(index);
    entry = found;
    neverIndexed = false;
    setName(found.line, 0, found.nameLength);
    setValue(found.line, found.valueFrom(), found.valueLength);
  }

  private void literal(int first) throws HpackException {
    boolean indexing = (first & 0x40) != 0;
    int nameIndex = integer(indexing ? 6 : 4);
    int used = 0;
    if (nameIndex == 0) {
      used = string(0);
      setName(stringBytes, stringFrom, stringLength);
    } else {
      HpackEntry known = lookup(nameIndex);
      setName(known.line, 0, known.nameLength);
    }
    string(used);
    setValue(stringBytes, stringFrom, stringLength);
    neverIndexed = (first & 0xf0) == 0x10;
    entry = indexing ? remember() : null;
  }

  private HpackEntry remember() {
    var fresh =
        new HpackEntry(
            new Text(name, nameFrom, nameLength), new Text(value, valueFrom, valueLength));
    table.add(fresh);
    return fresh;
  }

  private HpackEntry lookup(int index) throws HpackException {
    if (index >= 1 && index <= HpackStatic.LAST) {
      return HpackStatic.at(index);
    }
    HpackEntry found = table.at(index - HpackStatic.LAST - 1);
    if (found == null) {
      throw HpackException.wrong("index beyond the table");
    }
    return found;
  }

  private void updateTableSize() throws HpackException {
    if (fields > 0) {
      throw HpackException.wrong("table size update after a field");
    }
    updates++;
    if (updates > TABLE_SIZE_UPDATES_MAX) {
      throw HpackException.wrong("more than two table size updates");
    }
    int size = integer(5);
    if (size > tableBytesMax) {
      throw HpackException.wrong("table size update over our setting");
    }
    table.resize(size);
  }

  /// A number with a prefix of so many bits (RFC 7541 section 5.1).
  private int integer(int prefixBits) throws HpackException {
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

  /// Reads a string; a Huffman coded one is decoded into the scratch bytes from `used`. Returns how
  /// much of them is used then.
  private int string(int used) throws HpackException {
    boolean huffman = at < end && block[at] < 0;
    int length = integer(7);
    if (length > end - at) {
      throw HpackException.wrong("string is cut short");
    }
    if (length > listBytesMax - used) {
      throw HpackException.excessive("header block over " + listBytesMax + " bytes");
    }
    int usedNow = used;
    if (huffman) {
      usedNow = Huffman.decode(block, at, length, scratch, used);
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

  private void setName(byte[] bytes, int from, int length) {
    name = bytes;
    nameFrom = from;
    nameLength = length;
  }

  private void setValue(byte[] bytes, int from, int length) {
    value = bytes;
    valueFrom = from;
    valueLength = length;
  }
}
