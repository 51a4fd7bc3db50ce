package dev.varve.http.hpack;

import dev.varve.http.hpack.HpackEntry.Text;

/// Reads header blocks (RFC 7541) of one connection, one field at a time: [#begin], then [#next]
/// until it says false.
///
/// Decoding ends at the first error, which is one of the connection: the tables of both sides may
/// differ from then on.
public final class HpackDecoder implements FieldLines<HpackException> {
  private static final int TABLE_SIZE_UPDATES_MAX = 2;

  private final HpackTable table;
  private final int tableBytesMax;
  private final FieldSection section;
  private int updates;
  private boolean neverIndexed;

  /// @param tableBytesMax what our SETTINGS_HEADER_TABLE_SIZE allows the peer
  /// @param section may be shared by all decoders of one thread
  public HpackDecoder(int tableBytesMax, FieldSection section) {
    this.table = new HpackTable(tableBytesMax);
    this.tableBytesMax = tableBytesMax;
    this.section = section;
  }

  /// Starts a block: the bytes from `from` to before `to`.
  public void begin(byte[] bytes, int from, int to) {
    section.begin(bytes, from, to);
    updates = 0;
  }

  @Override
  public FieldSection section() {
    return section;
  }

  @Override
  public boolean next() throws HpackException {
    while (section.hasMore()) {
      int first = section.peek();
      if (first < 0) {
        section.field(lookup(section.integer(7)));
        neverIndexed = false;
        section.count();
        return true;
      }
      if ((first & 0xe0) != 0x20) {
        literal(first);
        section.count();
        return true;
      }
      updateTableSize();
    }
    return false;
  }

  /// The sender asked that no table ever holds this field (RFC 7541 section 6.2.3).
  boolean neverIndexed() {
    return neverIndexed;
  }

  private void literal(int first) throws HpackException {
    boolean indexing = (first & 0x40) != 0;
    int nameIndex = section.integer(indexing ? 6 : 4);
    if (nameIndex == 0) {
      section.nameString(7);
    } else {
      HpackEntry known = lookup(nameIndex);
      section.name(known.line, known.nameLength);
    }
    section.valueString();
    neverIndexed = (first & 0xf0) == 0x10;
    section.remembered(indexing ? remember() : null);
  }

  private HpackEntry remember() {
    var name = new Text(section.name(), section.nameFrom(), section.nameLength());
    var value = new Text(section.value(), section.valueFrom(), section.valueLength());
    var fresh = new HpackEntry(name, value);
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
    if (!section.isUntouched()) {
      throw HpackException.wrong("table size update after a field");
    }
    updates++;
    if (updates > TABLE_SIZE_UPDATES_MAX) {
      throw HpackException.wrong("more than two table size updates");
    }
    int size = section.integer(5);
    if (size > tableBytesMax) {
      throw HpackException.wrong("table size update over our setting");
    }
    table.resize(size);
  }
}
