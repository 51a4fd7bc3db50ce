package dev.varve.http.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/// A socket on an epoll loop, registered once and edge-triggered. Interest in writing is added when
/// a write was cut short for the first time, and stays.
final class EpollTransport implements SocketTransport, EpollIoHandle {
  static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");
  private static final byte[] UNKNOWN = {};
  private static final EpollIoOps READ =
      EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);
  private static final EpollIoOps READ_WRITE = READ.with(EpollIoOps.EPOLLOUT);
  private static final int IN =
      EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value() | EpollIoOps.EPOLLERR.value();
  private static final int END = EpollIoOps.EPOLLRDHUP.value() | EpollIoOps.EPOLLERR.value();
  private static final int OUT = EpollIoOps.EPOLLOUT.value() | EpollIoOps.EPOLLERR.value();

  private final Loop loop;
  private final FileDescriptor descriptor;
  private final @Nullable SocketAddress remote;
  private final byte[] remoteName;
  private @Nullable SocketAddress local;
  private @Nullable IoRegistration registration;
  private @Nullable Events events;
  private boolean connecting;
  private boolean toldWritable;
  private boolean watchesWrites;
  private boolean exhausted;
  private boolean ended;
  private boolean outputEnded;
  private boolean open = true;

  private EpollTransport(
      Loop loop, FileDescriptor descriptor, @Nullable SocketAddress remote, byte[] remoteName) {
    this.loop = loop;
    this.descriptor = descriptor;
    this.remote = remote;
    this.remoteName = remoteName;
  }

  /// A connection to `remote`, or of it on a unix socket.
  EpollTransport(Loop loop, FileDescriptor descriptor, SocketAddress remote) {
    this(loop, descriptor, remote, UNKNOWN);
  }

  /// A connection that was accepted. Its address is kept as the kernel writes it, since objects for
  /// it would be a fifth of what an idle connection takes.
  ///
  /// @param descriptor no [Socket]: to make one Netty asks the kernel for its address family, which
  ///   an accepted connection hardly ever has to know
  /// @param remoteName as [NativeInetAddress] reads it
  static EpollTransport accepted(Loop loop, FileDescriptor descriptor, byte[] remoteName) {
    return new EpollTransport(loop, descriptor, null, remoteName);
  }

  static EpollTransport connect(Loop loop, SocketAddress address) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    Socket socket = unix ? Socket.newSocketDomain() : Socket.newSocketStream();
    try {
      if (!unix) {
        socket.setTcpNoDelay(true);
      }
      boolean done = socket.connect(netty(address));
      var transport = new EpollTransport(loop, socket, address);
      transport.connecting = !done;
      return transport;
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  /// The address as Netty's sockets want it.
  static SocketAddress netty(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress unix
        ? new DomainSocketAddress(unix.getPath().toString())
        : address;
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
    watchesWrites |= connecting;
    made.submit(watchesWrites ? READ_WRITE : READ);
  }

  @Override
  public void events(Events events) {
    this.events = events;
  }

  @Override
  public boolean connected() throws IOException {
    // Before the kernel has told, there is no error yet, which says nothing.
    if (connecting && toldWritable && socket().finishConnect()) {
      connecting = false;
      forgetWrites();
    }
    return !connecting;
  }

  /// Every event would tell again that there is room, and Netty makes an object for such a pair.
  private void forgetWrites() {
    IoRegistration made = registration;
    if (made != null) {
      watchesWrites = false;
      made.submit(READ);
    }
  }

  /// A read that did not fill the buffer has emptied the socket; asking again would only cost a
  /// system call, unless the peer has ended.
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (exhausted) {
      return 0;
    }
    int at = into.position();
    int read = descriptor.readAddress(Buffer.memoryAddress(into), at, into.limit());
    if (read > 0) {
      into.position(at + read);
      exhausted = into.hasRemaining() && !ended;
    }
    return read;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int at = from.position();
    int written = descriptor.writeAddress(Buffer.memoryAddress(from), at, from.limit());
    from.position(at + written);
    if (from.hasRemaining()) {
      watchWrites();
    }
    return written;
  }

  @Override
  public long write(ByteBuffer[] from, int count) throws IOException {
    long written = descriptor.writev(from, 0, count, Integer.MAX_VALUE);
    long left = written;
    for (int i = 0; i < count; i++) {
      ByteBuffer each = from[i];
      int taken = (int) Math.min(left, each.remaining());
      each.position(each.position() + taken);
      left -= taken;
    }
    if (from[count - 1].hasRemaining()) {
      watchWrites();
    }
    return written;
  }

  @Override
  public boolean sends(OpenFile file) {
    return file.descriptor() >= 0;
  }

  /// To ask for the event anew brings it in the next round when there still is room.
  @Override
  public long send(OpenFile file, long position, long count) throws IOException {
    if (!open || file.descriptor() < 0) {
      throw new ClosedChannelException();
    }
    int most = (int) Math.min(count, FILE_BYTES);
    long sent = SystemCalls.sendfile(descriptor.intValue(), file.descriptor(), position, most);
    if (sent < count) {
      watchesWrites = false;
      watchWrites();
    }
    return sent;
  }

  /// Gives the peer, another process on a unix socket, a copy of a descriptor.
  void sendDescriptor(int number) throws IOException {
    if (socket().sendFd(number) < 0) {
      throw new IOException("peer takes no descriptors");
    }
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (outputEnded) {
      return;
    }
    outputEnded = true;
    try {
      socket().shutdown(false, true);
    } catch (NotYetConnectedException cause) {
      throw new IOException("peer has reset the connection", cause);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    events = null;
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      descriptor.close();
    } catch (IOException _) {
      // The descriptor is gone in any case; there is nobody to tell.
      events = null;
    }
  }

  @Override
  public SocketAddress remote() {
    SocketAddress known = remote;
    return known == null ? NativeInetAddress.address(remoteName, 0, remoteName.length) : known;
  }

  @Override
  public SocketAddress local() {
    SocketAddress known = local;
    if (known == null) {
      InetSocketAddress asked = socket().localAddress();
      known = local = asked == null ? UNNAMED : asked;
    }
    return known;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  /// Not to be kept: it does not learn that the descriptor was closed.
  private Socket socket() {
    return descriptor instanceof Socket known ? known : new Socket(descriptor.intValue());
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    int ops = ((EpollIoEvent) event).ops().value();
    loop.enter();
    try {
      Events to = events;
      if (to != null && (ops & OUT) != 0) {
        toldWritable = true;
        to.writable();
      }
      to = events;
      if ((ops & IN) != 0) {
        exhausted = false;
        ended |= (ops & END) != 0;
      }
      if (to != null && (ops & IN) != 0 && !connecting) {
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

  private void watchWrites() {
    if (watchesWrites) {
      return;
    }
    watchesWrites = true;
    IoRegistration made = registration;
    if (made != null) {
      made.submit(READ_WRITE); // before the start it is only noted
    }
  }
}
