package dev.varve.http.hpack;

import dev.varve.http.Ascii;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// One field of a static or dynamic HPACK table, ready to be copied into a message: one array with
/// `name: value CR LF`. What has to be known about it was found out when it was made. The array is
/// never changed.
public final class HpackEntry {
  /// What RFC 7541 section 4.1 adds to the size of every entry.
  public static final int OVERHEAD = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

  /// Looks at eight bytes at a time; the last eight may be looked at twice.
  public static int hash(byte[] bytes, int from, int length) {
    long hash = length;
    int end = from + length;
    if (length < Long.BYTES) {
      for (int i = from; i < end; i++) {
        hash = hash * 31 + bytes[i];
      }
    } else {
      for (int at = from; at + Long.BYTES < end; at += Long.BYTES) {
        hash = mixed(hash ^ (long) LONG.get(bytes, at));
      }
      hash ^= (long) LONG.get(bytes, end - Long.BYTES);
    }
    return (int) mixed(hash);
  }

  private static long mixed(long hash) {
    long product = hash * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 32);
  }
}
