package dev.varve.control.feed;

import dev.varve.http.net.Loop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where one client is in what a feed tells. Belongs to its loop.
final class Follower {
  private final Feed feed;
  private final Loop loop;
  private final Outlet outlet;
  private final Runnable left;
  private long position;
  private @Nullable Chunk chunk;
  private int at;
  private boolean pushing;
  private boolean reading;
  private boolean entered;
  private boolean gone;
  private boolean quiet;

  /// @param from the first position to tell of
  /// @param left told once, when nobody is there any more
  Follower(Feed feed, Loop loop, Outlet outlet, long from, Runnable left) {
    this.feed = feed;
    this.loop = loop;
    this.outlet = outlet;
    this.position = from;
    this.left = left;
  }

  byte[] greeting() {
    return feed.text().greeting(position);
  }

  /// Begins to tell.
  void enter() {
    if (!gone) {
      entered = true;
      feed.enter(loop, this);
      push();
    }
  }

  /// Tells nothing any more.
  void leave() {
    if (!gone) {
      gone = true;
      chunk = null;
      if (entered) {
        feed.leave(loop, this);
      }
      left.run();
    }
  }

  /// Nothing was written for a while: shows that the line is alive, unless it just was.
  void beat() {
    byte[] idle = feed.text().idle(position - 1);
    if (quiet && chunk == null && idle.length > 0) {
      take(ByteBuffer.wrap(idle));
    }
    quiet = true;
    push();
  }

  /// Tells a piece of a chunk that is the same for all who are where it starts.
  ///
  /// @param start where in the chunk it starts
  /// @param lent its bytes
  void push(Chunk telling, int start, ByteBuffer lent) {
    Chunk own = chunk;
    boolean isHere =
        own == null ? start == 0 && position == telling.from() : own == telling && at == start;
    if (pushing || reading || gone || !isHere) {
      push();
      return;
    }
    chunk = telling;
    at = start;
    pushing = true;
    try {
      tell(telling, start + lent.remaining(), lent);
    } finally {
      pushing = false;
    }
  }

  /// Tells as much as there is and the client takes.
  void push() {
    if (pushing) {
      return;
    }
    pushing = true;
    try {
      boolean more = true;
      while (more && !gone && isThere()) {
        more = piece();
      }
    } finally {
      pushing = false;
    }
    if (!gone && chunk == null && !reading && feed.isEnded()) {
      if (feed.isFailed()) {
        fail("the log cannot be read");
      } else {
        leave();
        outlet.end();
      }
    }
  }

  /// Whether there is something to tell. What has to be read is asked for, and comes later.
  private boolean isThere() {
    if (chunk == null && !reading) {
      Chunk found = feed.find(position);
      if (found != null) {
        begin(found);
      } else if (position < feed.head() && !feed.isEnded()) {
        reading = true;
        Thread.ofVirtual().name("store-feed-behind").start(this::readBehind);
      }
    }
    return chunk != null;
  }

  private void begin(Chunk found) {
    chunk = found;
    at = found.offset(position);
  }

  /// The same way as for those who are where a chunk starts, since the kernel takes no bytes of the
  /// heap.
  private boolean piece() {
    Chunk telling = chunk;
    if (telling == null || !outlet.hasRoom()) {
      return false;
    }
    int end = telling.cut(at);
    ByteBuffer lent = loop.takeRead();
    try {
      return end - at > lent.capacity()
          ? tell(telling, end, ByteBuffer.wrap(telling.bytes(), at, end - at))
          : tell(telling, end, lent.clear().put(telling.bytes(), at, end - at).flip());
    } finally {
      loop.giveRead(lent);
    }
  }

  /// @param end where in the chunk the bytes end
  private boolean tell(Chunk telling, int end, ByteBuffer lent) {
    if (lent.hasRemaining() && !take(lent)) {
      return false;
    }
    if (chunk == telling) {
      at = end;
      if (end == telling.bytes().length) {
        position = telling.next();
        chunk = null;
      }
    }
    return true;
  }

  private boolean take(ByteBuffer lent) {
    boolean taken = outlet.take(lent);
    quiet &= !taken;
    return taken;
  }

  private void readBehind() {
    try {
      Chunk found = feed.read(position);
      loop.execute(() -> behind(found));
    } catch (RuntimeException e) {
      loop.execute(() -> fail("the log cannot be read: " + e.getMessage()));
    }
  }

  private void behind(@Nullable Chunk found) {
    reading = false;
    if (found == null && !feed.isEnded()) {
      fail("the log cannot be read");
      return;
    }
    if (found != null && !gone) {
      begin(found);
    }
    push();
  }

  private void fail(String reason) {
    if (!gone) {
      leave();
      outlet.fail(reason);
    }
  }
}
