package dev.varve.http.hpack;

import dev.varve.http.Ascii;
import java.util.Arrays;

/// One field of a static or dynamic HPACK table, ready to be copied into a message: one array with
/// `name: value CR LF`. What has to be known about it was found out when it was made. The array is
/// never changed.
public final class HpackEntry {
  /// What RFC 7541 section 4.1 adds to the size of every entry.
  public static final int OVERHEAD = 32;

  /// Octets of a line that are neither name nor value.
  public static final int LINE_OVERHEAD = 4;

  public final byte[] line;
  public final int nameLength;
  public final int valueLength;
  public final int nameHash;
  final int valueHash;
  public final FieldKind kind;

  /// Whether name and value are made of what they may be made of.
  public final boolean legal;

  /// A part of an array.
  static final class Text {
    private final byte[] bytes;
    private final int from;
    private final int length;

    Text(byte[] bytes, int from, int length) {
      this.bytes = bytes;
      this.from = from;
      this.length = length;
    }

    static Text of(byte[] bytes) {
      return new Text(bytes, 0, bytes.length);
    }

    private void copyTo(byte[] target, int at) {
      System.arraycopy(bytes, from, target, at, length);
    }
  }

  /// The parts are copied.
  HpackEntry(Text name, Text value) {
    this.nameLength = name.length;
    this.valueLength = value.length;
    this.line = new byte[nameLength + valueLength + LINE_OVERHEAD];
    name.copyTo(line, 0);
    line[nameLength] = ':';
    line[nameLength + 1] = ' ';
    value.copyTo(line, valueFrom());
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    this.nameHash = Ascii.hash(line, 0, nameLength);
    this.valueHash = hash(line, valueFrom(), valueLength);
    this.kind = FieldKind.of(line, 0, nameLength);
    this.legal =
        (kind.isPseudo() || FieldText.isName(line, 0, nameLength))
            && FieldText.isValue(line, valueFrom(), valueLength);
  }

  public int valueFrom() {
    return nameLength + 2;
  }

  int size() {
    return nameLength + valueLength + OVERHEAD;
  }

  boolean hasName(byte[] text, int from, int length) {
    return Arrays.equals(line, 0, nameLength, text, from, from + length);
  }

  boolean hasValue(byte[] text, int from, int length) {
    int start = valueFrom();
    return Arrays.equals(line, start, start + valueLength, text, from, from + length);
  }

  public static int hash(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }
}
