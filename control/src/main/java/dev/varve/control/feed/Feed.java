package dev.varve.control.feed;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import dev.varve.http.net.Loop;
import dev.varve.store.Watch;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What all those are told who watch the same. One thread follows the log and makes chunks, the
/// last of which are kept; each loop hands them to its followers in one task. The next chunk is
/// made when all loops have handed on the one before: the busier they are, the more events go into
/// one.
///
/// Who is further behind than what is kept reads for itself, a chunk at a time, when its client has
/// room: nothing is held for a slow client.
final class Feed implements Runnable {
  private static final System.Logger LOG = LateLogger.of(Feed.class);
  private static final Duration BEAT = Duration.ofSeconds(15);

  /// A rest is so many times as long as what it follows, so that no more than a quarter of the time
  /// goes into handing on, however many follow; what comes meanwhile leaves together. What comes
  /// after a while of nothing leaves at once.
  private static final int REST = 3;

  private static final long REST_NANOS_MAX = 3_000_000;

  /// What those may be behind who share what was read.
  private static final long KEPT_BYTES = 512 << 10;

  /// A loop that hands on nothing for so long has ended.
  private static final long PATIENCE_SECONDS = 5;

  private final Function<Long, Watch> opening;
  private final EventText text;
  private final Map<Loop, List<Follower>> followersOf = new ConcurrentHashMap<>();
  private volatile List<Chunk> kept = List.of();
  private volatile long head;
  private volatile boolean stopped;
  private volatile boolean ended;
  private volatile boolean failed;
  private volatile @Nullable Watch watch;

  /// How many there are or will be; belongs to [Feeds].
  final AtomicInteger followers = new AtomicInteger();

  /// @param opening opens a watch from a position on
  /// @param head the position after the last that was written
  Feed(Function<Long, Watch> opening, EventText text, long head) {
    this.opening = opening;
    this.text = text;
    this.head = head;
  }

  @Override
  public void run() {
    try (Watch following = opening.apply(head)) {
      watch = following;
      while (!stopped && !following.isEnded()) {
        Chunk chunk = Chunk.read(following, head, text, BEAT);
        if (chunk == null) {
          kept = List.of();
          deliver(loop -> each(loop, Follower::beat));
        } else {
          keep(chunk);
          long nanos = deliver(loop -> tell(loop, chunk));
          kept = followers.get() == 1 ? List.of() : kept;
          if (!chunk.isFull()) {
            LockSupport.parkNanos(this, Math.min(REST * nanos, REST_NANOS_MAX));
          }
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "watchers are told nothing more, since the log cannot be read", e);
      failed = true;
    } finally {
      ended = true;
      deliver(loop -> each(loop, Follower::push));
    }
  }

  /// In this order: who finds the head beyond its position finds the chunk, too.
  private void keep(Chunk chunk) {
    var more = new ArrayList<>(kept);
    more.add(chunk);
    long bytes = more.stream().mapToLong(each -> each.bytes().length).sum();
    while (bytes > KEPT_BYTES && more.size() > 1) {
      bytes -= more.removeFirst().bytes().length;
    }
    kept = more;
    head = chunk.next();
  }

  /// Has every loop that has followers do something, and waits until it did; how long that took.
  private long deliver(Consumer<Loop> step) {
    long begin = Clock.SYSTEM.nanos();
    var loops = List.copyOf(followersOf.keySet());
    var done = new CountDownLatch(loops.size());
    for (Loop loop : loops) {
      loop.execute(() -> {
        try {
          step.accept(loop);
        } finally {
          done.countDown();
        }
      });
    }
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.DEBUG, "a loop tells its watchers nothing");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    return Clock.SYSTEM.nanos() - begin;
  }

  /// The followers of a loop, on that loop. A copy, since some leave when they are told something.
  private List<Follower> of(Loop loop) {
    return List.copyOf(followersOf.getOrDefault(loop, List.of()));
  }

  private void each(Loop loop, Consumer<Follower> step) {
    of(loop).forEach(step);
  }

  /// Tells all followers of a loop, who are mostly at the same place: what they get is copied into
  /// memory of the kernel's reach once for all of them, a piece at a time.
  private void tell(Loop loop, Chunk chunk) {
    List<Follower> all = of(loop);
    int length = chunk.bytes().length;
    ByteBuffer lent = loop.takeRead();
    try {
      int at = 0;
      int end = chunk.cut(0);
      while (end > at && end - at <= lent.capacity()) {
        lent.clear().put(chunk.bytes(), at, end - at);
        for (int i = 0; i < all.size(); i++) {
          all.get(i).push(chunk, at, lent.position(0).limit(end - at));
        }
        at = end;
        end = at < length ? chunk.cut(at) : at;
      }
    } finally {
      loop.giveRead(lent);
    }
    all.forEach(Follower::push);
  }

  /// Nobody follows any more, or the service ends.
  void stop() {
    stopped = true;
    Watch following = watch;
    if (following != null) {
      following.close();
    }
  }

  /// Whether nothing will come because of a fault.
  boolean isFailed() {
    return failed;
  }

  /// Whether nothing will come.
  boolean isEnded() {
    return ended;
  }

  /// The position behind what was told.
  long head() {
    return head;
  }

  /// What there is to tell at a position, when it is kept.
  @Nullable Chunk find(long position) {
    List<Chunk> all = kept;
    for (int i = all.size() - 1; i >= 0; i--) {
      Chunk chunk = all.get(i);
      if (chunk.from() <= position) {
        return position < chunk.next() ? chunk : null;
      }
    }
    return null;
  }

  /// Reads what is no longer kept; may wait for the disk.
  @Nullable Chunk read(long position) {
    try (Watch behind = opening.apply(position)) {
      return Chunk.read(behind, position, text, Duration.ZERO);
    }
  }

  EventText text() {
    return text;
  }

  /// On the follower's loop.
  void enter(Loop loop, Follower follower) {
    followersOf.computeIfAbsent(loop, _ -> new ArrayList<>()).add(follower);
  }

  /// On the follower's loop.
  void leave(Loop loop, Follower follower) {
    List<Follower> all = followersOf.get(loop);
    if (all != null) {
      all.remove(follower);
    }
  }
}
