package dev.varve.edge.stream;

import dev.varve.http.server.Listener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stream that is served: its listener, and the rules for connections to come.
final class OpenStream {
  private final StreamKey key;
  private final StreamSink sink;
  private volatile StreamRules rules;
  private @Nullable Listener tcp;
  private @Nullable UdpListener udp;

  OpenStream(StreamRules rules, StreamSink sink) {
    this.key = StreamKey.of(rules.settings());
    this.rules = rules;
    this.sink = sink;
  }

  void tcp(Listener listener) {
    tcp = listener;
  }

  void udp(UdpListener listener) {
    udp = listener;
  }

  StreamKey key() {
    return key;
  }

  StreamSink sink() {
    return sink;
  }

  StreamRules rules() {
    return rules;
  }

  void rules(StreamRules next) {
    rules = next;
    if (udp != null) {
      udp.rules(next);
    }
  }

  /// Connections, or UDP clients, that are open.
  int connections() {
    return tcp != null ? tcp.connections() : udp != null ? udp.open() : 0;
  }

  /// Takes nothing new.
  void stop() {
    if (tcp != null) {
      tcp.stop();
    }
    if (udp != null) {
      udp.stop();
    }
  }

  /// Waits for connections to end, then cuts them. Says whether all ended in time. UDP clients do
  /// not say when they are done, and are not waited for.
  boolean drain(Duration limit) throws InterruptedException {
    stop();
    boolean whole = tcp == null || tcp.drain(limit);
    close();
    return whole;
  }

  void close() {
    if (tcp != null) {
      tcp.close();
    }
    if (udp != null) {
      udp.close();
    }
  }
}
