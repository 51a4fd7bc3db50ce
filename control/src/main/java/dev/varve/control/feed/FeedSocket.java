package dev.varve.control.feed;

import dev.varve.http.Exchange;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.websocket.CloseCode;
import dev.varve.http.websocket.WebSocket;
import dev.varve.http.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A WebSocket that tells one client what a feed tells. Nothing is kept for a slow client, and one
/// that takes nothing for [#PATIENCE] is let go. What the client sends means nothing. Belongs to
/// its loop.
public final class FeedSocket implements WebSocket.Listener, Outlet {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Messages are made once for all, so they cannot be compressed for each.
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULT.withBounds(4096, 1 << 20).withCompression(false, 1);

  private final Follower follower;
  private final Loop loop;
  private final Duration patience;
  private @Nullable WebSocket socket;
  private @Nullable Timer waiting;
  private boolean full;

  /// @param from the first position to tell of
  /// @param left told once, when nobody is there any more
  FeedSocket(Feed feed, Loop loop, long from, Runnable left) {
    this(feed, loop, from, left, PATIENCE);
  }

  FeedSocket(Feed feed, Loop loop, long from, Runnable left, Duration patience) {
    this.follower = new Follower(feed, loop, this, from, left);
    this.loop = loop;
    this.patience = patience;
  }

  /// Opens it, or refuses a wrong handshake.
  public void accept(Exchange exchange) {
    WebSocket.accept(exchange, OPTIONS, this);
    if (socket == null) {
      cancel();
    }
  }

  /// There will be none.
  private void cancel() {
    follower.leave();
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    opened.text(new String(follower.greeting(), java.nio.charset.StandardCharsets.UTF_8));
    follower.enter();
  }

  @Override
  public boolean hasRoom() {
    return socket != null && !full;
  }

  @Override
  public boolean take(ByteBuffer lent) {
    WebSocket open = socket;
    if (open == null) {
      return false;
    }
    boolean taken = open.relay(lent);
    full = !taken;
    if (taken) {
      patient();
    } else if (waiting == null) {
      waiting = loop.after(patience, () -> close(CloseCode.TRY_AGAIN_LATER, "too slow"));
    }
    return taken;
  }

  private void patient() {
    Timer running = waiting;
    if (running != null) {
      waiting = null;
      running.stop();
    }
  }

  private void close(int code, String reason) {
    patient();
    WebSocket open = socket;
    if (open != null) {
      open.close(code, reason);
    }
  }

  @Override
  public void drained(WebSocket drained) {
    full = false;
    follower.push();
  }

  @Override
  public void end() {
    close(CloseCode.GOING_AWAY, "the store closes");
  }

  @Override
  public void fail(String reason) {
    close(CloseCode.INTERNAL_ERROR, reason);
  }

  @Override
  public void text(WebSocket from, String message) {
    // Nothing is asked for by message: what is watched stands in the request.
  }

  @Override
  public void binary(WebSocket from, ByteBuffer message) {
    // As above.
  }

  @Override
  public void closed(WebSocket closed, int code, String reason) {
    socket = null;
    patient();
    follower.leave();
  }
}
