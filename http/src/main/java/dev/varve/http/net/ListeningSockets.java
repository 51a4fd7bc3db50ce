package dev.varve.http.net;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Listening sockets that one process gives to another over a unix socket (SCM_RIGHTS), so that the
/// connections which wait in the kernel meanwhile are served by the other. Only where loops are of
/// the kind EPOLL.
///
/// The giver sends one descriptor after the other and closes the unix socket when it is done with
/// everything else; that the sockets' addresses are known to the kernel is all the protocol there
/// is.
public final class ListeningSockets implements AutoCloseable {
  private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

  private final List<Given> given = new ArrayList<>();

  /// A socket that listens already.
  record Given(Socket socket, SocketAddress address) {}

  private ListeningSockets() {}

  /// Nothing was given.
  public static ListeningSockets none() {
    return new ListeningSockets();
  }

  /// Takes over from the process that listens on a path: asks by connecting, and waits until it has
  /// ended its work.
  ///
  /// @throws IOException when nobody is there, or it takes too long
  public static ListeningSockets receive(Path path, Duration patience, Clock clock)
      throws IOException {
    if (!Sockets.hasEpoll()) {
      throw new IOException("sockets can be taken over on Linux only");
    }
    var received = new ListeningSockets();
    Socket from = Socket.newSocketDomain();
    try {
      from.connect(new DomainSocketAddress(path.toString()));
      received.fill(from, clock, clock.nanos() + patience.toNanos());
      return received;
    } catch (IOException cause) {
      received.close();
      throw cause;
    } finally {
      from.close();
    }
  }

  private void fill(Socket from, Clock clock, long deadline) throws IOException {
    while (true) {
      int descriptor = from.recvFd();
      if (descriptor < 0) {
        return;
      }
      if (descriptor > 0) {
        var socket = new Socket(descriptor);
        given.add(new Given(socket, addressOf(socket)));
      } else if (clock.nanos() > deadline) {
        throw new IOException("the other process took too long to end");
      } else {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static SocketAddress addressOf(Socket socket) {
    InetSocketAddress inet = socket.localAddress();
    if (inet != null) {
      return inet;
    }
    return UnixDomainSocketAddress.of(socket.localDomainSocketAddress().path());
  }

  /// Gives listening sockets to who connected; they stay open here too. On the transport's loop;
  /// the transport need not be started.
  ///
  /// @throws IOException when the other process does not take them
  public static void give(Transport to, List<Acceptor> acceptors) throws IOException {
    for (Acceptor each : acceptors) {
      if (!(to instanceof EpollTransport transport)
          || !(each instanceof LoopAcceptor acceptor)
          || !(acceptor.socket() instanceof EpollSockets.Listening listening)) {
        throw new IOException("sockets can be given on epoll loops only");
      }
      transport.sendDescriptor(listening.descriptor());
    }
  }

  /// The sockets that listen on an address; they are the caller's from now on.
  List<Given> take(SocketAddress address) {
    var taken = new ArrayList<Given>();
    for (Iterator<Given> each = given.iterator(); each.hasNext(); ) {
      Given next = each.next();
      if (isSame(next.address(), address)) {
        taken.add(next);
        each.remove();
      }
    }
    return taken;
  }

  private static boolean isSame(SocketAddress one, SocketAddress other) {
    if (!(one instanceof InetSocketAddress a) || !(other instanceof InetSocketAddress b)) {
      return one.equals(other);
    }
    boolean any = a.getAddress().isAnyLocalAddress() && b.getAddress().isAnyLocalAddress();
    return a.getPort() == b.getPort() && (any || a.getAddress().equals(b.getAddress()));
  }

  /// Begins to accept on all loops from the sockets that were given for an address; empty when none
  /// were. A loop that is left without one listens anew.
  public List<Acceptor> listen(
      List<Loop> loops, SocketAddress address, Acceptor.Options options, Acceptors acceptors)
      throws IOException {
    List<Given> sockets = take(address);
    var made = new ArrayList<Acceptor>();
    for (int i = 0; i < sockets.size(); i++) {
      Loop loop = loops.get(i % loops.size());
      Given each = sockets.get(i);
      made.add(EpollSockets.adopt(loop, each.socket(), each.address(), acceptors.on(loop)));
    }
    boolean tcp = address instanceof InetSocketAddress;
    for (int i = sockets.size(); tcp && !sockets.isEmpty() && i < loops.size(); i++) {
      made.add(loops.get(i).listen(address, options, acceptors.on(loops.get(i))));
    }
    return made;
  }

  /// Who takes the connections of a loop; the same for several sockets of one loop.
  @FunctionalInterface
  public interface Acceptors {
    Acceptor.Accepted on(Loop loop);
  }

  /// Closes what nobody has taken.
  @Override
  public void close() {
    for (Given each : given) {
      try {
        each.socket().close();
      } catch (IOException cause) {
        LateLogger.of(ListeningSockets.class)
            .log(System.Logger.Level.WARNING, "closing a socket nobody listens on", cause);
      }
    }
    given.clear();
  }
}
