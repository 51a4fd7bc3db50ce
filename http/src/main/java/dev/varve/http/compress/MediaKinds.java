package dev.varve.http.compress;

import dev.varve.http.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Media types without parameters; `text/*` takes all of one kind, and `application/*+json` all
/// that are written in one manner (RFC 6839). Compared as bytes, and found by a number of them: a
/// look at each of them in turn cost 0.1 us for every answer.
public final class MediaKinds {
  private final List<String> names;
  private final byte[][] exact;
  private final int[] hashes;
  private final byte[][] begins;
  private final byte[][] ends;
  private final long bits;

  /// @param names in any case
  public MediaKinds(List<String> names) {
    this.names = names.stream().map(Ascii::lower).toList();
    this.exact = bytes(this.names.stream().filter(name -> name.indexOf('*') < 0).toList());
    List<String> families = this.names.stream().filter(name -> name.indexOf('*') >= 0).toList();
    this.begins =
        bytes(families.stream().map(name -> name.substring(0, name.indexOf('*'))).toList());
    this.ends =
        bytes(families.stream().map(name -> name.substring(name.indexOf('*') + 1)).toList());
    this.hashes = new int[exact.length];
    long all = 0;
    for (int i = 0; i < exact.length; i++) {
      hashes[i] = Ascii.hash(exact[i], 0, exact[i].length);
      all |= 1L << hashes[i];
    }
    this.bits = all;
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream()
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
  }

  /// Whether these bytes, the value of Content-Type, begin with one of the types.
  boolean have(byte[] bytes, int from, int end) {
    int to = from;
    while (to < end && bytes[to] != ';' && bytes[to] != ' ' && bytes[to] != '\t') {
      to++;
    }
    return isExact(bytes, from, to - from) || isOfFamily(bytes, from, to - from);
  }

  private boolean isExact(byte[] bytes, int from, int length) {
    int hash = Ascii.hash(bytes, from, length);
    if ((bits >>> hash & 1) == 0) {
      return false;
    }
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == hash && Ascii.equalsLower(exact[i], bytes, from, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOfFamily(byte[] bytes, int from, int length) {
    for (int i = 0; i < begins.length; i++) {
      byte[] begin = begins[i];
      byte[] end = ends[i];
      if (length >= begin.length + end.length
          && Ascii.equalsLower(begin, bytes, from, begin.length)
          && Ascii.equalsLower(end, bytes, from + length - end.length, end.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MediaKinds kinds && kinds.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
