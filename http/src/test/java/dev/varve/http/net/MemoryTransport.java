package dev.varve.http.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A connection whose peer is a test: what it sends comes in the pieces it likes, and what it is
/// sent is kept. Nothing passes through the kernel.
public final class MemoryTransport implements Transport {
  private static final int SPAN = 16 * 1024;

  private final Loop loop;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ByteBuffer coming = ByteBuffer.allocate(0);
  private @Nullable Events events;
  private boolean peerEnded;
  private boolean open = true;

  public MemoryTransport(Loop loop) {
    this.loop = loop;
  }

  /// Runs something on the loop, and what that leaves for later in the same round. What it throws
  /// is thrown here.
  public void turn(Runnable action) {
    var done = new CompletableFuture<Boolean>();
    loop.execute(() -> {
      try {
        action.run();
        loop.afterTurns(() -> done.complete(true));
      } catch (RuntimeException | Error thrown) {
        done.completeExceptionally(thrown);
      }
    });
    done.join();
  }

  /// The peer sends bytes.
  public void send(ByteBuffer bytes) {
    turn(() -> {
      coming = bytes;
      tell();
    });
  }

  /// The peer sends nothing any more.
  public void sendEnd() {
    turn(() -> {
      peerEnded = true;
      tell();
    });
  }

  private void tell() {
    Events to = events;
    if (to != null && open) {
      to.readable();
    }
  }

  /// All that was written to the peer.
  public byte[] written() {
    return written.toByteArray();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void start(Events to) {
    events = to;
  }

  @Override
  public void events(Events to) {
    events = to;
  }

  @Override
  public boolean connected() {
    return true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!open) {
      throw new IOException("closed");
    }
    if (!coming.hasRemaining()) {
      return peerEnded ? -1 : 0;
    }
    int count = Math.min(coming.remaining(), into.remaining());
    into.put(coming.slice(coming.position(), count));
    coming.position(coming.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    if (!open) {
      throw new IOException("closed");
    }
    int count = Math.min(SPAN, from.remaining());
    var piece = new byte[count];
    from.get(piece);
    written.writeBytes(piece);
    return count;
  }

  @Override
  public long write(ByteBuffer[] from, int count) throws IOException {
    long taken = 0;
    for (int i = 0; i < count; i++) {
      while (from[i].hasRemaining()) {
        taken += write(from[i]);
      }
    }
    return taken;
  }

  @Override
  public boolean sends(OpenFile file) {
    return false;
  }

  @Override
  public long send(OpenFile file, long position, long count) {
    throw new IllegalStateException("files leave this connection by copies");
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void shutdownOutput() {
    // The peer sees no difference: it looks at all that was written, at the end.
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public SocketAddress remote() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public SocketAddress local() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
  }
}
