package dev.varve.http.hpack;

import dev.varve.http.hpack.HpackEntry.Text;

/// Writes header blocks (RFC 7541) of one connection: [#begin], then [#name] and [#value] for each
/// field.
///
/// A field enters the dynamic table only when it comes a second time: values that never repeat
/// (ETags, request ids) would otherwise push out those that do.
public final class HpackEncoder implements FieldSink {
  /// What becomes of a field in the peer's table.
  enum Indexing {
    /// Stored at once.
    STORE,
    /// Stored when it comes a second time.
    STORE_REPEATED,
    /// As suits fields of this name.
    BY_NAME,
    /// Written out each time.
    PLAIN,
    /// Written out, and no one on the way may store it (RFC 7541 section 7.1.3).
    NEVER
  }

  /// More than this is not kept, whatever the peer offers: it is memory of ours.
  static final int TABLE_BYTES_MAX = 4096;

  // Places in the static table (RFC 7541 appendix A).
  private static final int PATH = 4;
  private static final int AGE = 21;
  private static final int AUTHORIZATION = 23;
  private static final int CONTENT_RANGE = 30;
  private static final int COOKIE = 32;
  private static final int ETAG = 34;
  private static final int IF_MATCH = 39;
  private static final int IF_NONE_MATCH = 41;
  private static final int LOCATION = 46;
  private static final int PROXY_AUTHORIZATION = 49;
  private static final int RANGE = 50;
  private static final int SET_COOKIE = 55;

  /// A secret shorter than this could be found out by trying (RFC 7541 section 7.1).
  private static final int GUESSABLE = 20;

  /// Values up to here that are not stored, such as ETags and request ids, leave as they are: to
  /// code them would save five octets and take 2 % of an answer's time.
  private static final int SHORT = 32;

  private static final int NO_UPDATE = -1;
  private static final int SEEN_SLOTS = 64;
  private static final int[] NOTHING_SEEN = {};
  private static final int CHAIN_MAX = 16;

  private final HpackTable table = new HpackTable(TABLE_BYTES_MAX, true);
  private int[] seen = NOTHING_SEEN;
  private int smallestUpdate = NO_UPDATE;
  private HeaderBlock out;

  private byte[] name = new byte[0];
  private int nameFrom;
  private int nameLength;
  private int nameHash;
  private int foundName;
  private int foundField;

  public HpackEncoder(HeaderBlock out) {
    this.out = out;
  }

  /// The peer's SETTINGS_HEADER_TABLE_SIZE; told to it in the next block where that changes ours.
  public void tableBytesMax(int peerMax) {
    int max = Math.min(peerMax, TABLE_BYTES_MAX);
    if (max == table.bytesMax()) {
      return;
    }
    table.resize(max);
    smallestUpdate = smallestUpdate == NO_UPDATE ? max : Math.min(smallestUpdate, max);
  }

  /// Gives back what the table holds, since nothing is to be sent for a while; told to the peer in
  /// the next block, which then may fill it again.
  public void rest() {
    seen = NOTHING_SEEN;
    if (table.count() > 0) {
      table.clear();
      smallestUpdate = 0;
    }
  }

  /// Starts a block that is written to `block`.
  public void begin(HeaderBlock block) {
    out = block;
    if (smallestUpdate == NO_UPDATE) {
      return;
    }
    if (smallestUpdate < table.bytesMax()) {
      out.integer(0x20, 5, smallestUpdate);
    }
    out.integer(0x20, 5, table.bytesMax());
    smallestUpdate = NO_UPDATE;
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
    value(bytes, from, length, Indexing.BY_NAME);
  }

  /// Writes the field whose name was given.
  void value(byte[] bytes, int from, int length, Indexing asked) {
    int hash = HpackEntry.hash(bytes, from, length);
    search(bytes, from, length, hash);
    Indexing indexing = asked == Indexing.BY_NAME ? byName(length) : asked;
    if (foundField != 0 && indexing != Indexing.NEVER) {
      out.integer(0x80, 7, foundField);
      return;
    }
    boolean stored = stores(indexing, length, hash);
    if (stored) {
      writeName(0x40, 6);
    } else {
      writeName(indexing == Indexing.NEVER ? 0x10 : 0, 4);
    }
    if (stored || length > SHORT) {
      out.string(bytes, from, length);
    } else {
      out.plain(bytes, from, length);
    }
    if (stored) {
      table.add(
          new HpackEntry(new Text(name, nameFrom, nameLength), new Text(bytes, from, length)));
    }
  }

  private boolean stores(Indexing indexing, int valueLength, int valueHash) {
    return switch (indexing) {
      case STORE -> true;
      case STORE_REPEATED, BY_NAME -> repeats(valueLength, valueHash);
      case PLAIN, NEVER -> false;
    };
  }

  private boolean repeats(int valueLength, int valueHash) {
    if (nameLength + valueLength + HpackEntry.OVERHEAD > table.bytesMax()) {
      return false;
    }
    if (seen.length == 0) {
      seen = new int[SEEN_SLOTS];
    }
    int mark = (nameHash * 31 + valueHash) | 1;
    int slot = (mark >>> 1) & (SEEN_SLOTS - 1);
    boolean again = seen[slot] == mark;
    seen[slot] = mark;
    return again;
  }

  private void writeName(int first, int prefixBits) {
    out.integer(first, prefixBits, foundName);
    if (foundName == 0) {
      out.string(name, nameFrom, nameLength);
    }
  }

  /// Sets the index of the whole field and that of its name, 0 where there is none.
  private void search(byte[] value, int from, int length, int valueHash) {
    foundName = HpackStatic.nameIndex(name, nameFrom, nameLength, nameHash);
    foundField = foundName == 0 ? 0 : HpackStatic.fieldIndex(foundName, value, from, length);
    if (foundField != 0) {
      return;
    }
    long number = table.first(nameHash);
    for (int i = 0; number != 0 && i < CHAIN_MAX; i++, number = table.next(number)) {
      HpackEntry entry = table.numbered(number);
      if (entry == null
          || entry.nameHash != nameHash
          || !entry.hasName(name, nameFrom, nameLength)) {
        continue;
      }
      int index = HpackStatic.LAST + 1 + table.back(number);
      if (entry.valueHash == valueHash && entry.hasValue(value, from, length)) {
        foundField = index;
        return;
      }
      if (foundName == 0) {
        foundName = index;
      }
    }
  }

  private Indexing byName(int valueLength) {
    return foundName == 0 || foundName > HpackStatic.LAST
        ? Indexing.STORE_REPEATED
        : switch (foundName) {
          case AUTHORIZATION, PROXY_AUTHORIZATION, SET_COOKIE -> Indexing.NEVER;
          case COOKIE -> valueLength < GUESSABLE ? Indexing.NEVER : Indexing.STORE_REPEATED;
          case PATH, AGE, CONTENT_RANGE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, RANGE ->
              Indexing.PLAIN;
          default -> Indexing.STORE_REPEATED;
        };
  }
}
