package dev.varve.http.websocket;

import dev.varve.base.Check;
import java.time.Duration;
import java.util.List;

/// What a WebSocket allows its peer. Made from [#DEFAULT] by the `with` methods.
///
/// @param messageBytes largest message, decompressed; beyond it the peer gets 1009
/// @param outboundBytes most bytes waiting for the peer to take them; beyond it sending is refused
/// @param compression whether permessage-deflate is offered or accepted
/// @param compressFrom smallest message that is compressed
/// @param ping how long nothing may come before the peer is asked for a sign of life; it then has
///   as long again
/// @param close how long the peer may take to answer a close frame
/// @param protocols subprotocols, the preferred first
public record WebSocketOptions(
    int messageBytes,
    int outboundBytes,
    boolean compression,
    int compressFrom,
    Duration ping,
    Duration close,
    List<String> protocols) {
  public static final WebSocketOptions DEFAULT =
      new WebSocketOptions(
          1 << 20, 1 << 20, true, 256, Duration.ofSeconds(30), Duration.ofSeconds(5), List.of());

  public WebSocketOptions {
    Check.within("websocket.messageBytes", messageBytes, 125, 1 << 30);
    Check.within("websocket.outboundBytes", outboundBytes, 1024, 1 << 30);
    Check.within("websocket.compressFrom", compressFrom, 1, 1 << 30);
    Check.within("websocket.ping", ping, Duration.ofMillis(100), Duration.ofDays(1));
    Check.within("websocket.close", close, Duration.ofMillis(100), Duration.ofHours(1));
    protocols = List.copyOf(protocols);
  }

  public WebSocketOptions withBounds(int messageBytes, int outboundBytes) {
    return new WebSocketOptions(
        messageBytes, outboundBytes, compression, compressFrom, ping, close, protocols);
  }

  public WebSocketOptions withCompression(boolean compression, int compressFrom) {
    return new WebSocketOptions(
        messageBytes, outboundBytes, compression, compressFrom, ping, close, protocols);
  }

  public WebSocketOptions withTimes(Duration ping, Duration close) {
    return new WebSocketOptions(
        messageBytes, outboundBytes, compression, compressFrom, ping, close, protocols);
  }

  public WebSocketOptions withProtocols(List<String> protocols) {
    return new WebSocketOptions(
        messageBytes, outboundBytes, compression, compressFrom, ping, close, protocols);
  }
}
