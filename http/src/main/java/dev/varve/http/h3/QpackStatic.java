package dev.varve.http.h3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import java.util.Arrays;

/// The static table of RFC 9204 appendix A, with a search by name and value. Entries of one name do
/// not all stand together, so each knows the next of its name.
final class QpackStatic {
  /// Nothing was found.
  static final int NONE = -1;

  private static final String TABLE =
      """
      :authority
      :path|/
      age|0
      content-disposition
      content-length|0
      cookie
      date
      etag
      if-modified-since
      if-none-match
      last-modified
      link
      location
      referer
      set-cookie
      :method|CONNECT
      :method|DELETE
      :method|GET
      :method|HEAD
      :method|OPTIONS
      :method|POST
      :method|PUT
      :scheme|http
      :scheme|https
      :status|103
      :status|200
      :status|304
      :status|404
      :status|503
      accept|*/*
      accept|application/dns-message
      accept-encoding|gzip, deflate, br
      accept-ranges|bytes
      access-control-allow-headers|cache-control
      access-control-allow-headers|content-type
      access-control-allow-origin|*
      cache-control|max-age=0
      cache-control|max-age=2592000
      cache-control|max-age=604800
      cache-control|no-cache
      cache-control|no-store
      cache-control|public, max-age=31536000
      content-encoding|br
      content-encoding|gzip
      content-type|application/dns-message
      content-type|application/javascript
      content-type|application/json
      content-type|application/x-www-form-urlencoded
      content-type|image/gif
      content-type|image/jpeg
      content-type|image/png
      content-type|text/css
      content-type|text/html; charset=utf-8
      content-type|text/plain
      content-type|text/plain;charset=utf-8
      range|bytes=0-
      strict-transport-security|max-age=31536000
      strict-transport-security|max-age=31536000; includesubdomains
      strict-transport-security|max-age=31536000; includesubdomains; preload
      vary|accept-encoding
      vary|origin
      x-content-type-options|nosniff
      x-xss-protection|1; mode=block
      :status|100
      :status|204
      :status|206
      :status|302
      :status|400
      :status|403
      :status|421
      :status|425
      :status|500
      accept-language
      access-control-allow-credentials|FALSE
      access-control-allow-credentials|TRUE
      access-control-allow-headers|*
      access-control-allow-methods|get
      access-control-allow-methods|get, post, options
      access-control-allow-methods|options
      access-control-expose-headers|content-length
      access-control-request-headers|content-type
      access-control-request-method|get
      access-control-request-method|post
      alt-svc|clear
      authorization
      content-security-policy|script-src 'none'; object-src 'none'; base-uri 'none'
      early-data|1
      expect-ct
      forwarded
      if-range
      origin
      purpose|prefetch
      server
      timing-allow-origin|*
      upgrade-insecure-requests|1
      user-agent
      x-forwarded-for
      x-frame-options|deny
      x-frame-options|sameorigin
      """;

  private static final Entry[] ENTRIES = entries();
  private static final int SLOTS = 256;
  private static final int[] FIRST_OF_NAME = firstOfName();

  private QpackStatic() {}

  /// A field of the table. Its arrays are never changed.
  static final class Entry {
    final byte[] name;
    final byte[] value;
    final int nameHash;

    /// The next entry with the same name, or [#NONE].
    final int nextOfName;

    Entry(byte[] name, byte[] value, int nextOfName) {
      this.name = name;
      this.value = value;
      this.nameHash = Ascii.hash(name, 0, name.length);
      this.nextOfName = nextOfName;
    }
  }

  /// How many entries there are, counted from 0.
  static int size() {
    return ENTRIES.length;
  }

  static Entry at(int index) {
    return ENTRIES[index];
  }

  /// Index of the first entry with this name, or [#NONE].
  static int nameIndex(byte[] text, int from, int length, int hash) {
    int slot = hash & (SLOTS - 1);
    while (FIRST_OF_NAME[slot] != NONE) {
      int index = FIRST_OF_NAME[slot];
      if (ENTRIES[index].nameHash == hash && equals(ENTRIES[index].name, text, from, length)) {
        return index;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return NONE;
  }

  /// Index of the entry with the name of another one and this value, or [#NONE].
  static int fieldIndex(int nameIndex, byte[] text, int from, int length) {
    int index = nameIndex;
    while (index != NONE && !equals(ENTRIES[index].value, text, from, length)) {
      index = ENTRIES[index].nextOfName;
    }
    return index;
  }

  private static boolean equals(byte[] known, byte[] text, int from, int length) {
    return Arrays.equals(known, 0, known.length, text, from, from + length);
  }

  private static Entry[] entries() {
    String[] lines = TABLE.lines().toArray(String[]::new);
    var entries = new Entry[lines.length];
    for (int i = lines.length - 1; i >= 0; i--) {
      byte[] name = part(lines[i], true);
      int next = i + 1;
      while (next < lines.length && !Arrays.equals(entries[next].name, name)) {
        next++;
      }
      entries[i] = new Entry(name, part(lines[i], false), next == lines.length ? NONE : next);
    }
    return entries;
  }

  private static byte[] part(String line, boolean name) {
    int split = line.indexOf('|');
    String text =
        split < 0
            ? (name ? line : "")
            : name ? line.substring(0, split) : line.substring(split + 1);
    return text.getBytes(ISO_8859_1);
  }

  private static int[] firstOfName() {
    var first = new int[SLOTS];
    Arrays.fill(first, NONE);
    for (int i = ENTRIES.length - 1; i >= 0; i--) {
      Entry entry = ENTRIES[i];
      int slot = entry.nameHash & (SLOTS - 1);
      while (first[slot] != NONE && !Arrays.equals(ENTRIES[first[slot]].name, entry.name)) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      first[slot] = i;
    }
    return first;
  }
}
