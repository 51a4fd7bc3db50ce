package dev.varve.http.hpack;

import org.jspecify.annotations.Nullable;

/// The fields of one compressed header block, read one after the other: [#next] until it says
/// false. The bytes of a field are lent until the following call.
///
/// @param <X> what is thrown where the block cannot be read on
public interface FieldLines<X extends Exception> {
  /// Reads the next field; false at the end of the block.
  boolean next() throws X;

  /// The table entry that is the whole field; null when there is none, and name and value count.
  default @Nullable HpackEntry entry() {
    return null;
  }

  byte[] name();

  int nameFrom();

  int nameLength();

  byte[] value();

  int valueFrom();

  int valueLength();
}
