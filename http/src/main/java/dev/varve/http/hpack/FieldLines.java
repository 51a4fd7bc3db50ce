package dev.varve.http.hpack;

/// The fields of one compressed header block, read one after the other: [#next] until it says
/// false.
///
/// @param <X> what is thrown where the block cannot be read on
public interface FieldLines<X extends Exception> {
  /// Reads the next field; false at the end of the block.
  boolean next() throws X;

  /// Where the field is that was read last.
  FieldSection section();
}
