package dev.varve.app;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.http.BodyFailure;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks of a handler. Its head stays valid as long as the handler wants; its body is
/// read by the handler's own thread, once. The headers of one that an inline handler gets end with
/// its call, unless they are needed for a stream.
public final class Request {
  /// What was asked for, without headers and body.
  ///
  /// @param path canonical and decoded, without the query
  /// @param holes what stands in the holes of the route's path
  record Line(String method, String path, Query query, Map<String, String> holes) {}

  private final Line line;
  private @Nullable Fields headers;
  private final Peer peer;
  private final InputStream body;

  Request(Line line, Fields headers, Peer peer, InputStream body) {
    this.line = line;
    this.headers = headers;
    this.peer = peer;
    this.body = body;
  }

  /// The method in capitals as on the wire; HEAD reaches the handler of GET as HEAD.
  public String method() {
    return line.method();
  }

  /// The canonical path, decoded, without the query.
  public String path() {
    return line.path();
  }

  /// What stands in a hole of the route's path.
  ///
  /// @throws IllegalArgumentException when the route has no such hole
  public String path(String hole) {
    String value = line.holes().get(hole);
    if (value == null) {
      throw new IllegalArgumentException(
          "the route must have a hole {" + hole + "}, but has " + line.holes().keySet());
    }
    return value;
  }

  /// The first value of a query parameter, decoded.
  public Optional<String> query(String name) {
    return line.query().first(name);
  }

  /// All values of a query parameter, decoded, in order.
  public List<String> queries(String name) {
    return line.query().all(name);
  }

  /// The first value of a header, whatever the case of its name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers().value(FieldName.of(name)));
  }

  /// All values of a header in order.
  public List<String> headers(String name) {
    return headers().values(FieldName.of(name));
  }

  private Fields headers() {
    Fields lent = headers;
    if (lent == null) {
      throw new IllegalStateException(
          "headers must be read while an inline handler runs, but it has answered");
    }
    return lent;
  }

  /// The headers were lent, and are needed longer.
  void keep() {
    headers = new Fields().copy(headers());
  }

  /// The headers were lent, and belong to another request from now on.
  void giveBack() {
    headers = null;
  }

  /// Who connected, after trusted proxies.
  public SocketAddress remote() {
    return peer.remote();
  }

  /// The body as it arrives. Blocks; nothing is read from the connection before the first read.
  public InputStream stream() {
    return body;
  }

  /// The whole body. Larger ones than the route allows are answered 413.
  public byte[] bytes() {
    try (InputStream in = body) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw refusalOf(e);
    }
  }

  /// The whole body as UTF-8.
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// The whole body as strict JSON. Anything else is answered 400 with line and column.
  public Json json() {
    byte[] bytes = bytes();
    try {
      return JsonReader.read(bytes);
    } catch (JsonSyntaxException e) {
      throw new Refusal(400, "The body must be JSON: " + e.getMessage());
    }
  }

  private static Refusal refusalOf(IOException e) {
    if (e.getCause() instanceof BodyFailure failure) {
      return new Refusal(
          failure.kind().status(), "The body could not be read: " + failure.reason());
    }
    return new Refusal(400, "The body could not be read.");
  }
}
