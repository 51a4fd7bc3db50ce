package dev.varve.store.query;

import dev.varve.base.Failure;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// The first so many rows of an order, out of any number: a heap whose top is the last of them.
final class TopRows {
  /// A row that is kept, with its sort bytes.
  static final class Kept {
    final byte[] order;
    final Row.Held row;

    Kept(byte[] order, Row.Held row) {
      this.order = order;
      this.row = row;
    }

    private long size() {
      return order.length + row.bytes().length + 2L * row.key().length() + 128;
    }
  }

  private final int capacity;
  private final long bytesMax;
  private final PriorityQueue<Kept> heap =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(b.order, a.order));
  private long bytes;

  /// @param bytesMax what the rows kept may take
  TopRows(int capacity, long bytesMax) {
    this.capacity = capacity;
    this.bytesMax = bytesMax;
  }

  void offer(OrderedBytes order, Row row) {
    if (heap.size() >= capacity) {
      Kept last = heap.peek();
      if (last == null || order.compareTo(last.order) > 0) {
        return;
      }
      bytes -= last.size();
      heap.poll();
    }
    add(new Kept(order.copy(), hold(row)));
  }

  /// Takes in what others kept.
  void offerAll(TopRows others) {
    for (Kept kept : others.heap) {
      Kept last = heap.size() >= capacity ? heap.peek() : null;
      if (last == null && heap.size() < capacity) {
        add(kept);
      } else if (last != null && Arrays.compareUnsigned(kept.order, last.order) < 0) {
        bytes -= last.size();
        heap.poll();
        add(kept);
      }
    }
  }

  private void add(Kept kept) {
    bytes += kept.size();
    heap.add(kept);
    if (bytes > bytesMax) {
      throw new Failure(
          StoreCode.QUERY_TOO_LARGE,
          "a sort must hold at most "
              + bytesMax
              + " bytes, but "
              + heap.size()
              + " documents do not fit",
          "use a smaller limit, narrow the filter, or declare an index on the sort paths");
    }
  }

  static Row.Held hold(Row row) {
    return new Row.Held(
        row.key(),
        row.seq(),
        row.timeMillis(),
        row.author(),
        Arrays.copyOfRange(row.bytes(), row.start(), row.end()));
  }

  /// What was kept, in order.
  List<Kept> inOrder() {
    var rows = new ArrayList<>(heap);
    rows.sort((a, b) -> Arrays.compareUnsigned(a.order, b.order));
    return rows;
  }
}
