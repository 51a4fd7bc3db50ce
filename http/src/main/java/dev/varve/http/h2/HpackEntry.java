package dev.varve.http.h2;

/// One field of a static or dynamic HPACK table, as bytes ready to be copied. The arrays are never
/// changed.
final class HpackEntry {
  /// What RFC 7541 section 4.1 adds to the size of every entry.
  static final int OVERHEAD = 32;

  final byte[] name;
  final byte[] value;
  final int nameHash;
  final int valueHash;

  HpackEntry(byte[] name, byte[] value) {
    this(name, value, hash(name, 0, name.length), hash(value, 0, value.length));
  }

  HpackEntry(byte[] name, byte[] value, int nameHash, int valueHash) {
    this.name = name;
    this.value = value;
    this.nameHash = nameHash;
    this.valueHash = valueHash;
  }

  int size() {
    return name.length + value.length + OVERHEAD;
  }

  static int hash(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }
}
