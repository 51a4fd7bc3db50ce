package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The static table of RFC 7541 appendix A, with a search by name and value.
final class HpackStatic {
  /// Index of the last entry; dynamic entries are counted from the next.
  static final int LAST = 61;

  private static final String TABLE =
      """
      :authority
      :method=GET
      :method=POST
      :path=/
      :path=/index.html
      :scheme=http
      :scheme=https
      :status=200
      :status=204
      :status=206
      :status=304
      :status=400
      :status=404
      :status=500
      accept-charset
      accept-encoding=gzip, deflate
      accept-language
      accept-ranges
      accept
      access-control-allow-origin
      age
      allow
      authorization
      cache-control
      content-disposition
      content-encoding
      content-language
      content-length
      content-location
      content-range
      content-type
      cookie
      date
      etag
      expect
      expires
      from
      host
      if-match
      if-modified-since
      if-none-match
      if-range
      if-unmodified-since
      last-modified
      link
      location
      max-forwards
      proxy-authenticate
      proxy-authorization
      range
      referer
      refresh
      retry-after
      server
      set-cookie
      strict-transport-security
      transfer-encoding
      user-agent
      vary
      via
      www-authenticate
      """;

  private static final HpackEntry[] ENTRIES = entries();
  private static final int SLOTS = 256;

  /// Index of the first entry of each name, by hash of the name, open addressing.
  private static final byte[] FIRST_OF_NAME = firstOfName();

  private HpackStatic() {}

  /// @param index from 1 to [#LAST]
  static HpackEntry at(int index) {
    return ENTRIES[index - 1];
  }

  /// Index of the first entry with this name, or 0.
  static int nameIndex(byte[] text, int from, int length, int hash) {
    int slot = hash & (SLOTS - 1);
    while (FIRST_OF_NAME[slot] != 0) {
      HpackEntry entry = ENTRIES[FIRST_OF_NAME[slot] - 1];
      if (entry.nameHash == hash && entry.hasName(text, from, length)) {
        return FIRST_OF_NAME[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return 0;
  }

  /// Index of the entry with the name at `nameIndex` and this value, or 0.
  static int fieldIndex(int nameIndex, byte[] text, int from, int length) {
    HpackEntry first = ENTRIES[nameIndex - 1];
    for (int i = nameIndex; i <= LAST; i++) {
      HpackEntry entry = ENTRIES[i - 1];
      if (entry.nameHash != first.nameHash) {
        return 0;
      }
      if (entry.hasValue(text, from, length)) {
        return i;
      }
    }
    return 0;
  }

  private static HpackEntry[] entries() {
    return TABLE
        .lines()
        .map(line -> {
          int split = line.indexOf('=');
          String name = split < 0 ? line : line.substring(0, split);
          String value = split < 0 ? "" : line.substring(split + 1);
          return entry(name.getBytes(ISO_8859_1), value.getBytes(ISO_8859_1));
        })
        .toArray(HpackEntry[]::new);
  }

  private static HpackEntry entry(byte[] name, byte[] value) {
    return new HpackEntry(HpackEntry.Text.of(name), HpackEntry.Text.of(value));
  }

  private static byte[] firstOfName() {
    var first = new byte[SLOTS];
    for (int i = ENTRIES.length; i >= 1; i--) {
      HpackEntry entry = ENTRIES[i - 1];
      int slot = entry.nameHash & (SLOTS - 1);
      while (first[slot] != 0
          && !ENTRIES[first[slot] - 1].hasName(entry.line, 0, entry.nameLength)) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      first[slot] = (byte) i;
    }
    return first;
  }
}
