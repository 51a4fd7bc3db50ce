package dev.varve.edge.upstream;

import dev.varve.edge.balance.Target;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Connections without a request, kept for the next one, for protocols where requests follow each
/// other on a connection.
///
/// Servers such as PHP-FPM have one worker for each connection, busy or not, and nobody knows how
/// many. So a request that is not answered soon on a connection of its own is counted as unserved,
/// by all loops together; while there is one, no connection is kept. Belongs to the loop.
public final class KeptConnections implements AutoCloseable {
  private static final long LOOK_NANOS = 100_000_000;

  private final Map<Target, ArrayDeque<Idle>> idle = new HashMap<>();
  private final Loop loop;
  private final long idleNanos;
  private final int most;
  private final AtomicInteger unserved;
  private final Timer look;
  private int count;
  private boolean closed;

  /// @param idleNanos how long a connection is kept
  /// @param most connections that are kept
  /// @param unserved shared by all loops
  KeptConnections(Loop loop, long idleNanos, int most, AtomicInteger unserved) {
    this.loop = loop;
    this.idleNanos = idleNanos;
    this.most = most;
    this.unserved = unserved;
    this.look = loop.timer(this::look);
  }

  /// The connection used last, or null. It may have been ended by its peer meanwhile.
  public @Nullable Transport take(Target target) {
    ArrayDeque<Idle> kept = idle.get(target);
    if (kept == null) {
      return null;
    }
    Idle last = kept.getLast();
    forget(last);
    return last.transport;
  }

  /// Keeps a connection on which nothing is on its way any more, or ends it.
  public void keep(Target target, Transport transport) {
    if (closed || count >= most || unserved.get() > 0 || !transport.isOpen()) {
      transport.close();
      return;
    }
    var kept = new Idle(target, transport, loop.nanos() + idleNanos);
    idle.computeIfAbsent(target, _ -> new ArrayDeque<>()).addLast(kept);
    count++;
    transport.events(kept);
    if (!look.isRunning()) {
      look.start(LOOK_NANOS);
    }
  }

  /// A request has waited on a new connection as if no worker had taken it; [#served] follows.
  public void unserved() {
    unserved.incrementAndGet();
  }

  /// It waits no longer, whatever became of it.
  public void served() {
    unserved.decrementAndGet();
  }

  private void look() {
    boolean wanted = unserved.get() > 0;
    for (ArrayDeque<Idle> kept : List.copyOf(idle.values())) {
      while (!kept.isEmpty() && (wanted || kept.getFirst().untilNanos <= loop.nanos())) {
        kept.getFirst().end();
      }
    }
    if (count > 0) {
      look.start(LOOK_NANOS);
    }
  }

  private void forget(Idle kept) {
    ArrayDeque<Idle> ofTarget = idle.get(kept.target);
    if (ofTarget != null && ofTarget.remove(kept)) {
      count--;
      if (ofTarget.isEmpty()) {
        idle.remove(kept.target);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    look.stop();
    for (ArrayDeque<Idle> kept : idle.values()) {
      kept.forEach(each -> each.transport.close());
    }
    idle.clear();
    count = 0;
  }

  /// Waits for nothing: whatever happens to it ends it.
  private final class Idle implements Transport.Events {
    private final Target target;
    private final Transport transport;
    private final long untilNanos;

    private Idle(Target target, Transport transport, long untilNanos) {
      this.target = target;
      this.transport = transport;
      this.untilNanos = untilNanos;
    }

    private void end() {
      forget(this);
      transport.close();
    }

    @Override
    public void readable() {
      ByteBuffer buffer = loop.takeRead().clear();
      try {
        if (transport.read(buffer) != 0) {
          end();
        }
      } catch (IOException _) {
        end(); // ended by its peer, which is its right
      } finally {
        loop.giveRead(buffer);
      }
    }

    @Override
    public void writable() {
      // Nothing is to be written.
    }
  }
}
