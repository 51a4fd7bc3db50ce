package dev.varve.http.client;

import dev.varve.http.net.Loop;
import dev.varve.http.net.OpenFile;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection that says a few bytes as soon as it is made, before anybody else may write.
final class IntroducingTransport implements Transport {
  private final Transport raw;
  private @Nullable ByteBuffer first;

  IntroducingTransport(Transport raw, ByteBuffer first) {
    this.raw = raw;
    this.first = first;
  }

  @Override
  public boolean connected() throws IOException {
    if (!raw.connected()) {
      return false;
    }
    ByteBuffer text = first;
    if (text != null) {
      first = null;
      say(text);
    }
    return true;
  }

  /// An empty socket buffer takes that much.
  private void say(ByteBuffer text) throws IOException {
    ByteBuffer chunk = loop().take();
    try {
      chunk.put(text).flip();
      raw.write(chunk);
      if (chunk.hasRemaining()) {
        throw new IOException("peer takes no PROXY header");
      }
    } finally {
      loop().give(chunk);
    }
  }

  @Override
  public Loop loop() {
    return raw.loop();
  }

  @Override
  public void start(Events events) throws IOException {
    raw.start(events);
  }

  @Override
  public void events(Events events) {
    raw.events(events);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return raw.read(into);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return raw.write(from);
  }

  @Override
  public long write(ByteBuffer[] from, int count) throws IOException {
    return raw.write(from, count);
  }

  @Override
  public long send(OpenFile file, long position, long count) throws IOException {
    return raw.send(file, position, count);
  }

  @Override
  public boolean sends(OpenFile file) {
    return raw.sends(file);
  }

  @Override
  public boolean flush() throws IOException {
    return raw.flush();
  }

  @Override
  public void shutdownOutput() throws IOException {
    raw.shutdownOutput();
  }

  @Override
  public void close() {
    raw.close();
  }

  @Override
  public boolean isOpen() {
    return raw.isOpen();
  }

  @Override
  public SocketAddress remote() {
    return raw.remote();
  }

  @Override
  public SocketAddress local() {
    return raw.local();
  }
}
