package dev.varve.store.query.plan;

import dev.varve.store.filter.FieldScan;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;

/// Makes the entries of one index from documents. Whoever stores them keeps the bytes in unsigned
/// order and gives back the key of the document. One thread uses it.
///
/// ```
/// entry = *value key   ; the values at the paths and the key as a string, as OrderedBytes
/// ```
///
/// A value of more than [#VALUE_MAX] bytes is cut there, and the values behind it are left out:
/// such entries still lie where a search looks, but no longer in exact order.
public final class IndexEntries {
  /// Bytes of one value that are kept.
  public static final int VALUE_MAX = 512;

  private final IndexDefinition index;
  private final FieldScan scan;
  private final OrderedBytes bytes = new OrderedBytes();
  private boolean exact;

  public IndexEntries(IndexDefinition index) {
    this.index = index;
    this.scan = new FieldScan(index.paths());
  }

  /// The entry of a document.
  public byte[] of(Row row) {
    scan.scan(row.bytes(), row.start(), row.end());
    bytes.clear();
    exact = true;
    for (int i = 0; i < index.paths().size() && exact; i++) {
      int from = bytes.size();
      bytes.add(row.bytes(), scan.start(i), scan.end(i));
      if (bytes.size() - from > VALUE_MAX) {
        bytes.cut(from + VALUE_MAX);
        exact = false;
      }
    }
    bytes.add(row.key());
    return bytes.copy();
  }

  /// Whether the entry just made has its values whole. An index all of whose entries do can give
  /// documents in order.
  public boolean isExact() {
    return exact;
  }
}
