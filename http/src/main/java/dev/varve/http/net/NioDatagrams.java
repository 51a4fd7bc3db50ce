package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// A UDP socket on a loop of the JDK's selectors.
final class NioDatagrams implements Datagrams, NioIoHandle {
  private static final int BATCH = 64;
  private static final System.Logger LOG = LateLogger.of(Datagrams.class);

  private final Loop loop;
  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final @Nullable InetSocketAddress remote;
  private final Events events;
  private @Nullable IoRegistration registration;
  private volatile boolean open = true;

  private NioDatagrams(Loop loop, DatagramChannel channel, Options options, Events events)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.remote = options.remote();
    this.events = events;
  }

  static NioDatagrams open(Loop loop, Options options, Events events) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      if (options.shared()) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(options.local());
      if (options.remote() != null) {
        channel.connect(options.remote());
      }
      var datagrams = new NioDatagrams(loop, channel, options, events);
      loop.execute(datagrams::register);
      return datagrams;
    } catch (IOException | RuntimeException cause) {
      channel.close();
      throw cause;
    }
  }

  private void register() {
    if (!open) {
      return;
    }
    var future = loop.netty().register(this);
    if (!future.isSuccess()) {
      LOG.log(System.Logger.Level.ERROR, "cannot receive on " + local, future.cause());
      close();
      return;
    }
    IoRegistration made = future.getNow();
    registration = made;
    made.submit(NioIoOps.READ);
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to) {
    try {
      return (to == null ? channel.write(datagram) : channel.send(datagram, to)) > 0;
    } catch (IOException _) {
      // Told by the next event where it is told at all; a datagram may always be lost.
      return false;
    }
  }

  @Override
  public void close() {
    open = false;
    if (loop.inLoop()) {
      closeInLoop();
    } else {
      loop.execute(this::closeInLoop);
    }
  }

  private void closeInLoop() {
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      channel.close();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "closing the socket on " + local, cause);
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return channel;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    loop.enter();
    ByteBuffer into = loop.takeRead();
    try {
      for (int i = 0; i < BATCH && open; i++) {
        if (!receive(into.clear())) {
          return;
        }
      }
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a datagram could not be handled by a bug", bug);
    } finally {
      loop.giveRead(into);
      loop.leave();
    }
  }

  /// Whether there may be more.
  private boolean receive(ByteBuffer into) {
    try {
      var from = (InetSocketAddress) channel.receive(into);
      if (from == null) {
        return false;
      }
      events.received(into.flip(), remote == null ? from : remote);
      return true;
    } catch (IOException _) {
      events.unreachable();
      return false;
    }
  }
}
