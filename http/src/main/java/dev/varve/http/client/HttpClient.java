package dev.varve.http.client;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.net.Loop;

/// Sends requests from one loop, with pools of connections that belong to it. All calls are made on
/// that loop.
public final class HttpClient implements AutoCloseable {
  private final Loop loop;
  private final ClientOptions options;

  public HttpClient(Loop loop, ClientOptions options) {
    this.loop = loop;
    this.options = options;
  }

  public Loop loop() {
    return loop;
  }

  public ClientOptions options() {
    return options;
  }

  /// Sends a request. The reader may be called before this returns. The request and its fields must
  /// stay as they are, and the body unread by others, until the reader got the answer or a failure.
  ///
  /// Content-Length, Transfer-Encoding, Connection and Host among the fields are replaced by what
  /// body and authority require. A request with [Request#protocol] asks for an upgrade, and CONNECT
  /// for a tunnel: the body is then read only when the answer is 101 or 2xx.
  public Call send(Origin origin, Request request, Body body, ResponseReader reader) {
    if (!loop.inLoop()) {
      throw new IllegalStateException("a client belongs to its loop");
    }
    return connect(origin);
  }

  private static Call connect(Origin origin) {
    throw new UnsupportedOperationException("comes with the next commits: " + origin);
  }

  /// Closes all connections; calls under way fail.
  @Override
  public void close() {}
}
