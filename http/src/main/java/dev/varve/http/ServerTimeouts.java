package dev.varve.http;

import dev.varve.base.Check;
import java.time.Duration;

/// How long a server waits for a client. Every wait has a bound; none of them is one clock over a
/// whole upload or download.
///
/// @param handshake from the connection to the end of the TLS handshake
/// @param head from the first byte of a request to the end of its head; not begun anew by bytes
/// @param idle between requests on a connection that is kept
/// @param bodyGrace how long a body may be slower than `bodyBytesPerSecond`; then 408
/// @param bodyBytesPerSecond the least rate of a body while the server is ready to take it; 0 for
///   any
/// @param write how long a client may take nothing of an answer
/// @param handler from the head to the begin of the answer; then 503
/// @param linger how long a closed connection is still read, so that the last answer arrives
public record ServerTimeouts(
    Duration handshake,
    Duration head,
    Duration idle,
    Duration bodyGrace,
    int bodyBytesPerSecond,
    Duration write,
    Duration handler,
    Duration linger) {
  public static final ServerTimeouts DEFAULT =
      new ServerTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          240,
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2));

  public ServerTimeouts {
    within("handshake", handshake);
    within("head", head);
    within("idle", idle);
    within("bodyGrace", bodyGrace);
    Check.within("timeouts.bodyBytesPerSecond", bodyBytesPerSecond, 0, 1 << 30);
    within("write", write);
    within("handler", handler);
    within("linger", linger);
  }

  private static void within(String name, Duration span) {
    Check.within("timeouts." + name, span, Duration.ofMillis(1), Duration.ofDays(1));
  }

  public ServerTimeouts withHandshake(Duration span) {
    return new ServerTimeouts(
        span, head, idle, bodyGrace, bodyBytesPerSecond, write, handler, linger);
  }

  public ServerTimeouts withHead(Duration span) {
    return new ServerTimeouts(
        handshake, span, idle, bodyGrace, bodyBytesPerSecond, write, handler, linger);
  }

  public ServerTimeouts withIdle(Duration span) {
    return new ServerTimeouts(
        handshake, head, span, bodyGrace, bodyBytesPerSecond, write, handler, linger);
  }

  public ServerTimeouts withBody(Duration grace, int bytesPerSecond) {
    return new ServerTimeouts(handshake, head, idle, grace, bytesPerSecond, write, handler, linger);
  }

  public ServerTimeouts withWrite(Duration span) {
    return new ServerTimeouts(
        handshake, head, idle, bodyGrace, bodyBytesPerSecond, span, handler, linger);
  }

  public ServerTimeouts withHandler(Duration span) {
    return new ServerTimeouts(
        handshake, head, idle, bodyGrace, bodyBytesPerSecond, write, span, linger);
  }

  public ServerTimeouts withLinger(Duration span) {
    return new ServerTimeouts(
        handshake, head, idle, bodyGrace, bodyBytesPerSecond, write, handler, span);
  }
}
