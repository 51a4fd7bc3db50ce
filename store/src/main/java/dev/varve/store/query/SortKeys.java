package dev.varve.store.query;

import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldScan;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;
import java.util.List;

/// Makes the bytes by which the documents of a query are ordered: the values of its sort terms,
/// those that go downwards turned over, then the key, which goes the way of the last term. No two
/// documents have the same. One thread uses it.
public final class SortKeys {
  private final Sort[] terms;
  private final FieldScan scan;
  private final OrderedBytes bytes = new OrderedBytes();

  public SortKeys(List<Sort> sort) {
    terms = sort.toArray(Sort[]::new);
    scan = new FieldScan(sort.stream().map(Sort::path).toList());
  }

  /// The bytes of one document, valid until the next call.
  public OrderedBytes of(Row row) {
    scan.scan(row.bytes(), row.start(), row.end());
    bytes.clear();
    boolean descending = false;
    for (int i = 0; i < terms.length; i++) {
      int from = bytes.size();
      FieldPath path = terms[i].path();
      if (path.isMeta()) {
        bytes.add(row.value(path.source()));
      } else {
        bytes.add(row.bytes(), scan.start(i), scan.end(i));
      }
      descending = terms[i].descending();
      if (descending) {
        bytes.invert(from);
      }
    }
    int from = bytes.size();
    bytes.add(row.key());
    if (descending) {
      bytes.invert(from);
    }
    return bytes;
  }
}
