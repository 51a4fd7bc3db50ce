package dev.varve.control.store;

import dev.varve.http.Exchange;
import dev.varve.http.net.Loop;
import dev.varve.http.websocket.CloseCode;
import dev.varve.http.websocket.WebSocket;
import dev.varve.http.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A WebSocket that a thread which may block sends messages to. What waits for a slow client is
/// bounded: the thread waits with it, and a client that takes nothing for [#PATIENCE] is let go.
/// What the client sends means nothing.
final class MessageSocket implements WebSocket.Listener, StoreReply.Sink {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Room for a few documents of the largest size.
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULT.withBounds(4096, 8 << 20);

  private final Loop loop;
  private final Duration patience;
  private final Thread sender = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable WebSocket socket;
  private List<String> messages = List.of();
  private int sent;
  private boolean gone;

  /// To be made by the thread that sends.
  MessageSocket(Loop loop) {
    this(loop, PATIENCE);
  }

  MessageSocket(Loop loop, Duration patience) {
    this.loop = loop;
    this.patience = patience;
  }

  /// Opens it, on the loop.
  void accept(Exchange exchange) {
    WebSocket.accept(exchange, OPTIONS, this);
    if (socket == null) {
      leave();
    }
  }

  /// There will be none.
  void leave() {
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(List<String> more) throws IOException {
    lock.lock();
    try {
      messages = more;
      sent = 0;
      loop.execute(this::push);
      awaitSent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the sender was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void awaitSent() throws IOException, InterruptedException {
    int before = -1;
    long left = 0;
    while (sent < messages.size() && !gone) {
      if (sent != before) {
        before = sent;
        left = patience.toNanos();
      } else if (left <= 0) {
        loop.execute(() -> close(CloseCode.TRY_AGAIN_LATER, "too slow"));
        throw new IOException("the client takes nothing");
      }
      left = changed.awaitNanos(left);
    }
    if (gone) {
      throw new IOException("the client is gone");
    }
  }

  /// On the loop: as much as there is room for.
  private void push() {
    lock.lock();
    try {
      WebSocket open = socket;
      if (open == null || gone) {
        return;
      }
      while (sent < messages.size() && open.text(messages.get(sent))) {
        sent++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be sent.
  void end() {
    loop.execute(() -> close(CloseCode.GOING_AWAY, "the store closes"));
  }

  private void close(int code, String reason) {
    WebSocket open = socket;
    if (open != null) {
      open.close(code, reason);
    }
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    push();
  }

  @Override
  public void drained(WebSocket drained) {
    push();
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
    leave();
    sender.interrupt();
  }
}
