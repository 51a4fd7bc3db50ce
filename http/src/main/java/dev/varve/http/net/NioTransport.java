package dev.varve.http.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A socket on a loop of the JDK's selectors. Selectors are level-triggered; to look edge-triggered
/// an event takes its interest away, and a read or write that came to the end brings it back.
final class NioTransport implements SocketTransport, NioIoHandle {
  private final Loop loop;
  private final SocketChannel channel;
  private final SocketAddress remote;
  private @Nullable IoRegistration registration;
  private @Nullable Events events;
  private NioIoOps interest = NioIoOps.NONE;
  private boolean connecting;

  NioTransport(Loop loop, SocketChannel channel, SocketAddress remote) {
    this.loop = loop;
    this.channel = channel;
    this.remote = remote;
  }

  static NioTransport connect(Loop loop, SocketAddress address) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!unix) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      var transport = new NioTransport(loop, channel, address);
      transport.connecting = !channel.connect(address);
      return transport;
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void start(Events events) throws IOException {
    this.events = events;
    if (registration != null) {
      return;
    }
    var future = loop.netty().register(this);
    if (!future.isSuccess()) {
      throw new IOException("connection could not be registered", future.cause());
    }
    IoRegistration made = future.getNow();
    registration = made;
    interest = interest.with(connecting ? NioIoOps.CONNECT : NioIoOps.READ);
    made.submit(interest);
  }

  @Override
  public void events(Events events) {
    this.events = events;
  }

  @Override
  public boolean connected() throws IOException {
    if (connecting && channel.finishConnect()) {
      connecting = false;
      // Left in place it would be ready for ever and never told: the selector would spin.
      interest = interest.without(NioIoOps.CONNECT);
      want(NioIoOps.READ);
    }
    return !connecting;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int read = channel.read(into);
    if (into.hasRemaining() && read >= 0) {
      want(NioIoOps.READ);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int written = channel.write(from);
    if (from.hasRemaining()) {
      want(NioIoOps.WRITE);
    }
    return written;
  }

  @Override
  public long write(ByteBuffer[] from, int count) throws IOException {
    long written = channel.write(from, 0, count);
    if (from[count - 1].hasRemaining()) {
      want(NioIoOps.WRITE);
    }
    return written;
  }

  @Override
  public boolean sends(OpenFile file) {
    return true;
  }

  @Override
  public long send(OpenFile file, long position, long count) throws IOException {
    long sent = file.channel().transferTo(position, Math.min(count, FILE_BYTES), channel);
    if (sent < count) {
      want(NioIoOps.WRITE);
    }
    return sent;
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (NotYetConnectedException cause) {
      throw new IOException("peer has reset the connection", cause);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    events = null;
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      channel.close();
    } catch (IOException _) {
      // The descriptor is gone in any case; there is nobody to tell.
      events = null;
    }
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public SocketAddress local() {
    try {
      SocketAddress local = channel.getLocalAddress();
      return local == null ? EpollTransport.UNNAMED : local;
    } catch (IOException _) {
      return EpollTransport.UNNAMED;
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    NioIoOps ops = ((NioIoEvent) event).ops();
    interest = interest.without(ops);
    registration.submit(interest);
    loop.enter();
    try {
      Events to = events;
      boolean writes = ops.contains(NioIoOps.WRITE) || ops.contains(NioIoOps.CONNECT);
      if (to != null && writes) {
        to.writable();
      }
      to = events;
      if (to != null && ops.contains(NioIoOps.READ)) {
        to.readable();
      }
    } catch (RuntimeException bug) {
      crashed(bug);
    } finally {
      loop.leave();
    }
  }

  @Override
  public void crashed(RuntimeException bug) {
    Crash.close(this, events, bug);
  }

  private void want(NioIoOps ops) {
    if (interest.contains(ops)) {
      return;
    }
    interest = interest.with(ops);
    IoRegistration made = registration;
    if (made != null && made.isValid()) {
      made.submit(interest); // before the start it is only noted
    }
  }
}
