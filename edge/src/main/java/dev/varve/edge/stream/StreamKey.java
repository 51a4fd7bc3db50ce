package dev.varve.edge.stream;

import dev.varve.graph.listen.Stream;
import dev.varve.graph.listen.StreamProtocol;
import java.util.List;

/// What a stream's listener depends on: while it is the same, the listener stays.
record StreamKey(
    String listen,
    StreamProtocol protocol,
    int connections,
    int connectionsPerClient,
    List<String> proxyProtocol) {

  static StreamKey of(Stream stream) {
    return new StreamKey(
        stream.listen(),
        stream.protocol(),
        stream.connections(),
        stream.connectionsPerClient(),
        stream.proxyProtocol());
  }

  /// Whether both stand on the same address.
  boolean meets(StreamKey other) {
    return listen.equals(other.listen) && protocol == other.protocol;
  }
}
