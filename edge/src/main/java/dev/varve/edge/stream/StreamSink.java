package dev.varve.edge.stream;

import dev.varve.http.net.Loop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Where a stream's connections are told when they end.
final class StreamSink {
  private final StreamMetrics metrics;
  private volatile StreamLog log;

  StreamSink(StreamMetrics metrics, StreamLog log) {
    this.metrics = metrics;
    this.log = log;
  }

  void log(StreamLog to) {
    log = to;
  }

  StreamMetrics metrics() {
    return metrics;
  }

  /// On the loop.
  void ended(Loop loop, StreamLog.Entry entry) {
    metrics.ended(loop.number(), entry.end(), entry.bytesIn(), entry.bytesOut());
    log.write(loop, entry);
  }

  /// The client as it is logged and hashed: its IP address alone.
  String client(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "unix:";
  }
}
