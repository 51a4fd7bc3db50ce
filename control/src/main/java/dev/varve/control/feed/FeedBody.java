package dev.varve.control.feed;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.net.Loop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An answer without end that tells one client what a feed tells. Belongs to its loop.
final class FeedBody implements Body, Outlet {
  private final Follower follower;
  private @Nullable BodyReader reader;
  private boolean paused;
  private long count;

  /// @param from the first position to tell of
  /// @param left told once, when nobody reads any more
  FeedBody(Feed feed, Loop loop, long from, Runnable left) {
    this.follower = new Follower(feed, loop, this, from, left);
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void read(BodyReader to) {
    reader = to;
    take(ByteBuffer.wrap(follower.greeting()));
    follower.enter();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    follower.push();
  }

  @Override
  public void cancel() {
    reader = null;
    follower.leave();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public boolean hasRoom() {
    return reader != null && !paused;
  }

  @Override
  public boolean take(ByteBuffer lent) {
    BodyReader to = reader;
    if (to == null || paused) {
      return false;
    }
    count += lent.remaining();
    to.data(lent);
    return true;
  }

  @Override
  public void end() {
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.end(new Fields());
    }
  }

  @Override
  public void fail(String reason) {
    BodyReader to = reader;
    reader = null;
    if (to != null) {
      to.failed(new BodyFailure(BodyFailure.Kind.UNREADABLE, reason));
    }
  }
}
