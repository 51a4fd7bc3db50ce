package dev.varve.control.feed;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.net.Loop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An answer without end that tells one client what a feed tells. Belongs to its loop.
final class FeedBody implements Body {
  /// What a connection may have to keep when its client reads nothing.
  private static final int PIECE = 64 << 10;

  private final Feed feed;
  private final Loop loop;
  private final byte[] greeting;
  private final Runnable left;
  private long position;
  private @Nullable BodyReader reader;
  private @Nullable Chunk chunk;
  private int at;
  private boolean paused;
  private boolean pushing;
  private boolean reading;
  private boolean gone;
  private boolean quiet;
  private long count;

  /// @param left told once, when nobody reads any more
  FeedBody(Feed feed, Loop loop, Feeds.Start start, Runnable left) {
    this.feed = feed;
    this.loop = loop;
    this.position = start.from();
    this.greeting = start.greeting();
    this.left = left;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    feed.enter(loop, this);
    give(to, greeting, 0, greeting.length);
    push();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    push();
  }

  @Override
  public void cancel() {
    reader = null;
    chunk = null;
    if (!gone) {
      gone = true;
      feed.leave(loop, this);
      left.run();
    }
  }

  @Override
  public long count() {
    return count;
  }

  private void give(BodyReader to, byte[] bytes, int from, int length) {
    count += length;
    quiet = false;
    to.data(ByteBuffer.wrap(bytes, from, length));
  }

  /// Nothing was written for a while: shows that the line is alive, unless it just was.
  void beat() {
    BodyReader to = reader;
    if (to != null && !paused && chunk == null && quiet) {
      byte[] idle = feed.idle(position - 1);
      give(to, idle, 0, idle.length);
    }
    quiet = true;
    push();
  }

  /// Tells as much as there is and the client takes.
  void push() {
    if (pushing) {
      return;
    }
    pushing = true;
    try {
      for (BodyReader to = reader; to != null && !paused && isThere(); to = reader) {
        piece(to);
      }
    } finally {
      pushing = false;
    }
    BodyReader to = reader;
    if (to != null && chunk == null && feed.isEnded()) {
      if (feed.isFailed()) {
        fail("the log cannot be read");
      } else {
        cancel();
        to.end(new Fields());
      }
    }
  }

  /// Whether there is something to tell. What has to be read is asked for, and comes later.
  private boolean isThere() {
    if (chunk == null && !reading) {
      Chunk found = feed.find(position);
      if (found != null) {
        take(found);
      } else if (position < feed.head() && !feed.isEnded()) {
        reading = true;
        Thread.ofVirtual().name("store-feed-behind").start(this::readBehind);
      }
    }
    return chunk != null;
  }

  private void take(Chunk found) {
    chunk = found;
    at = found.offset(position);
  }

  private void piece(BodyReader to) {
    Chunk telling = chunk;
    if (telling == null) {
      return;
    }
    int length = Math.min(PIECE, telling.bytes().length - at);
    int from = at;
    at += length;
    if (at == telling.bytes().length) {
      position = telling.next();
      chunk = null;
    }
    if (length > 0) {
      give(to, telling.bytes(), from, length);
    }
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
    if (found != null && reader != null) {
      take(found);
    }
    push();
  }

  private void fail(String reason) {
    BodyReader to = reader;
    if (to != null) {
      cancel();
      to.failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, reason));
    }
  }
}
