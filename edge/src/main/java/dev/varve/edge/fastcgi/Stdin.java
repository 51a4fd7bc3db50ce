package dev.varve.edge.fastcgi;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Writes the begin of a request, then its body as STDIN records; an empty body is not even asked
/// for. While the server takes nothing the body is paused, so at most one buffer of it waits here.
final class Stdin implements BodyReader {
  private final Transport transport;
  private final Body body;
  private final Runnable moved;
  private final Runnable broken;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private boolean reading;
  private boolean over;
  private @Nullable BodyFailure failure;

  /// @param moved something of the body was written, or waits to be
  Stdin(Transport transport, Body body, Runnable moved, Runnable broken) {
    this.transport = transport;
    this.body = body;
    this.moved = moved;
    this.broken = broken;
  }

  /// To be flushed.
  Stdin begin(byte[] begin) {
    put(ByteBuffer.wrap(begin));
    if (body.length() == 0) {
      over = true;
      put(ByteBuffer.wrap(Records.header(Records.STDIN, 0)));
    }
    return this;
  }

  /// Whether all of the request has gone out.
  boolean isSent() {
    return over && waiting.isEmpty() && failure == null;
  }

  /// Whether the server takes nothing more for now.
  boolean isBlocked() {
    return !waiting.isEmpty();
  }

  /// Why the client's body did not become complete, if so.
  @Nullable BodyFailure failure() {
    return failure;
  }

  /// Writes what waits; reads on when nothing does.
  void flush() throws IOException {
    while (!waiting.isEmpty()) {
      ByteBuffer first = waiting.getFirst();
      transport.write(first);
      if (first.hasRemaining()) {
        return;
      }
      transport.loop().give(waiting.removeFirst());
    }
    transport.flush();
    if (over) {
      return;
    }
    if (reading) {
      body.resume();
    } else {
      reading = true;
      body.read(this);
    }
  }

  /// Copies into buffers the transport can write.
  private void put(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      ByteBuffer chunk = transport.loop().take();
      int length = Math.min(chunk.remaining(), bytes.remaining());
      chunk.put(bytes.slice(bytes.position(), length)).flip();
      bytes.position(bytes.position() + length);
      waiting.add(chunk);
    }
  }

  @Override
  public void data(ByteBuffer lent) {
    while (lent.hasRemaining()) {
      int length = Math.min(Records.CONTENT_MAX, lent.remaining());
      put(ByteBuffer.wrap(Records.header(Records.STDIN, length)));
      put(lent.slice(lent.position(), length));
      lent.position(lent.position() + length);
    }
    body.pause();
    write();
    moved.run();
  }

  @Override
  public void end(Fields trailers) {
    over = true;
    put(ByteBuffer.wrap(Records.header(Records.STDIN, 0)));
    write();
    moved.run();
  }

  @Override
  public void failed(BodyFailure cause) {
    over = true;
    failure = cause;
    broken.run();
  }

  private void write() {
    try {
      flush();
    } catch (IOException _) {
      broken.run();
    }
  }

  /// Nothing more is written.
  void cancel() {
    if (!over) {
      over = true;
      body.cancel();
    }
    forget();
  }

  /// Nothing more is written here; the body, of which nothing was read, may be sent elsewhere.
  void forget() {
    over = true;
    while (!waiting.isEmpty()) {
      transport.loop().give(waiting.removeFirst());
    }
  }
}
