package dev.varve.http.serve;

import dev.varve.http.ServerLimits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the connections of a listener, in all and for each client, over all its loops. Clients
/// are told apart by IPv4 address or IPv6 /64; those on unix sockets count in all only. Safe for
/// use by all loops.
public final class Gate {
  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<Long, Integer> perAddress = new ConcurrentHashMap<>();
  private final LongAdder came = new LongAdder();
  private final LongAdder fullHandshakes = new LongAdder();
  private final LongAdder resumedHandshakes = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private volatile boolean awaited;

  public Gate(ServerLimits limits) {
    this.most = limits.connections();
    this.mostPerAddress = limits.connectionsPerAddress();
  }

  /// Counts a connection in; false when it is one too many, and then it must still be counted out
  /// with [#closed] when it ends, but not with [#left].
  public boolean opened() {
    came.increment();
    return open.incrementAndGet() <= most;
  }

  /// Counts a connection out.
  public void closed() {
    if (open.decrementAndGet() == 0 && awaited) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Counts a client's connection in; false, and not counted, when it has too many.
  public boolean entered(SocketAddress client) {
    if (!(client instanceof InetSocketAddress inet)) {
      return true;
    }
    Long key = key(inet.getAddress());
    if (perAddress.merge(key, 1, Integer::sum) <= mostPerAddress) {
      return true;
    }
    left(client);
    return false;
  }

  /// Counts a client's connection out.
  public void left(SocketAddress client) {
    if (client instanceof InetSocketAddress inet) {
      perAddress.computeIfPresent(
          key(inet.getAddress()), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// Counts a TLS handshake that went well.
  public void shook(boolean resumed) {
    (resumed ? resumedHandshakes : fullHandshakes).increment();
  }

  /// How many TLS handshakes went well.
  public long handshakes(boolean resumed) {
    return (resumed ? resumedHandshakes : fullHandshakes).sum();
  }

  /// How many connections came, those that were refused included.
  public long came() {
    return came.sum();
  }

  /// How many connections are open.
  public int open() {
    return open.get();
  }

  /// Waits until no connection is open; false when that took too long.
  public boolean awaitEmpty(long nanos) throws InterruptedException {
    lock.lock();
    try {
      awaited = true; // before the look at the count, as whoever closes looks the other way round
      long left = nanos;
      while (open.get() > 0) {
        if (left <= 0) {
          return false;
        }
        left = emptied.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static long key(InetAddress address) {
    byte[] bytes = address.getAddress();
    long key = address instanceof Inet6Address ? 0 : 1L << 63;
    int length = Math.min(bytes.length, 8);
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix = prefix << 8 | (bytes[i] & 0xff);
    }
    // No global IPv6 prefix begins with a set bit followed by 31 clear ones, as IPv4 keys do.
    return key | prefix;
  }
}
