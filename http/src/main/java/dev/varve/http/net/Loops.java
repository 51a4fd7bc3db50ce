package dev.varve.http.net;

import dev.varve.base.Check;
import dev.varve.base.Clock;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of a program: as many as cores, each with its own listeners, timers, buffers and
/// upstream connections.
public final class Loops implements AutoCloseable {
  /// How loops talk to the kernel.
  public enum Kind {
    /// epoll through Netty's native library; Linux only.
    EPOLL,
    /// The JDK's selectors; everywhere.
    NIO
  }

  static {
    InternalLoggerFactory.setDefaultFactory(new NettyLogger.Factory());
  }

  private final MultiThreadIoEventLoopGroup group;
  private final List<Loop> loops;
  private final Kind kind;
  private final AtomicInteger turn = new AtomicInteger();

  private Loops(MultiThreadIoEventLoopGroup group, List<Loop> loops, Kind kind) {
    this.group = group;
    this.loops = List.copyOf(loops);
    this.kind = kind;
  }

  /// Starts loops of the best kind this machine has.
  public static Loops start(int count) {
    return start(count, best(), Clock.SYSTEM);
  }

  /// Starts loops.
  ///
  /// @throws IllegalArgumentException when the kind does not work here
  public static Loops start(int count, Kind kind, Clock clock) {
    Check.within("loops", count, 1, 1024);
    Sockets sockets = Sockets.of(kind);
    var threads = new DefaultThreadFactory("varve-loop", true);
    var group =
        new MultiThreadIoEventLoopGroup(count, threads, ThoroughIo.over(sockets.handlers()));
    var loops = new ArrayList<Loop>(count);
    for (int i = 0; i < count; i++) {
      loops.add(new Loop(i, group.next(), sockets, clock));
    }
    return new Loops(group, loops, kind);
  }

  /// EPOLL where it works, else NIO.
  public static Kind best() {
    return Sockets.hasEpoll() ? Kind.EPOLL : Kind.NIO;
  }

  public Kind kind() {
    return kind;
  }

  public int size() {
    return loops.size();
  }

  public Loop get(int number) {
    return loops.get(number);
  }

  public List<Loop> all() {
    return loops;
  }

  /// The loops in turn, for work that has no loop of its own.
  public Loop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  /// Ends the threads; connections that are left are cut. Waits until that is done.
  @Override
  public void close() {
    loops.forEach(Loop::end);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
