package dev.varve.http.hpack;

/// Where the fields of a header block are compressed.
public interface FieldSink {
  /// The name of the next field: lower case, or a pseudo-header. Lent until [#value] returns.
  ///
  /// @param hash by [dev.varve.http.Ascii#hash]
  void name(byte[] bytes, int from, int length, int hash);

  /// Writes the field whose name was given, as suits fields of that name.
  void value(byte[] bytes, int from, int length);
}
