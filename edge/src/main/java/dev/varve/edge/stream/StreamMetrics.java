package dev.varve.edge.stream;

import dev.varve.edge.metric.Exposition;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// What is counted for one stream. Each loop adds to cells of its own.
final class StreamMetrics {
  private static final StreamEnd[] ENDS = StreamEnd.values();
  private static final int BYTES_IN = StreamEnd.CELLS;
  private static final int BYTES_OUT = StreamEnd.CELLS + 1;
  private static final int DROPPED = StreamEnd.CELLS + 2;

  private final String stream;
  private final AtomicLongArray[] loops;

  StreamMetrics(String stream, int loopCount) {
    this.stream = stream;
    this.loops = new AtomicLongArray[loopCount];
    for (int i = 0; i < loopCount; i++) {
      loops[i] = new AtomicLongArray(StreamEnd.CELLS + 3);
    }
  }

  void ended(int loop, StreamEnd end, long bytesIn, long bytesOut) {
    AtomicLongArray cells = loops[loop];
    add(cells, end.cell(), 1);
    add(cells, BYTES_IN, bytesIn);
    add(cells, BYTES_OUT, bytesOut);
  }

  /// A datagram that nobody got.
  void dropped(int loop) {
    add(loops[loop], DROPPED, 1);
  }

  private static void add(AtomicLongArray cells, int index, long more) {
    cells.setOpaque(index, cells.getPlain(index) + more);
  }

  private long sum(int index) {
    long sum = 0;
    for (AtomicLongArray cells : loops) {
      sum += cells.getOpaque(index);
    }
    return sum;
  }

  private List<Exposition.Label> labels() {
    return List.of(new Exposition.Label("stream", stream));
  }

  static void write(Exposition text, List<StreamMetrics> all) {
    text.type("varve_stream_connections", "counter", "Connections that ended, by how.");
    for (StreamMetrics each : all) {
      for (StreamEnd end : ENDS) {
        each.connections(text, end);
      }
    }
    family(text, all, "received_bytes", "Bytes from clients.", BYTES_IN);
    family(text, all, "sent_bytes", "Bytes to clients.", BYTES_OUT);
    family(text, all, "dropped_datagrams", "Datagrams of clients that had no place.", DROPPED);
  }

  private void connections(Exposition text, StreamEnd end) {
    long count = sum(end.cell());
    if (count > 0) {
      text.sample(
          "varve_stream_connections_total",
          List.of(new Exposition.Label("stream", stream), new Exposition.Label("end", end.label())),
          count);
    }
  }

  private static void family(
      Exposition text, List<StreamMetrics> all, String name, String help, int index) {
    text.type("varve_stream_" + name, "counter", help);
    for (StreamMetrics each : all) {
      text.sample("varve_stream_" + name + "_total", each.labels(), each.sum(index));
    }
  }
}
