package dev.varve.control.feed;

import dev.varve.http.Body;
import dev.varve.http.net.Loop;
import dev.varve.store.Store;
import dev.varve.store.Watch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The feeds that somebody follows: one for all who asked for the same.
public final class Feeds {
  private final Store store;
  private final EventText text;
  private final Map<Object, Feed> feeds = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public Feeds(Store store, EventText text) {
    this.store = store;
    this.text = text;
  }

  /// Where one client begins.
  ///
  /// @param from the first position to tell of
  /// @param greeting what is sent before
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Start(long from, byte[] greeting) {}

  /// An answer that tells what a watch would, for a loop. It has to be read or cancelled.
  ///
  /// @param same equal for watches that are the same but for where they begin
  /// @param ended told once, when nobody reads any more
  public Body follow(Loop loop, Object same, Watch.Spec spec, Start start, Runnable ended) {
    Feed feed =
        feeds.compute(
            same,
            (_, known) -> {
              Feed found = known == null || known.isEnded() ? opened(spec) : known;
              found.followers.incrementAndGet();
              return found;
            });
    if (closed) {
      feed.stop();
    }
    return new FeedBody(
        feed,
        loop,
        start,
        () -> {
          left(same, feed);
          ended.run();
        });
  }

  private Feed opened(Watch.Spec spec) {
    var feed = new Feed(from -> store.watch(spec.from(from)), text, store.seq() + 1);
    Thread.ofVirtual().name("store-feed").start(feed);
    return feed;
  }

  private void left(Object same, Feed feed) {
    feeds.compute(
        same,
        (_, known) -> {
          if (feed.followers.decrementAndGet() == 0) {
            feed.stop();
            return known == feed ? null : known;
          }
          return known;
        });
  }

  /// Ends all.
  public void close() {
    closed = true;
    feeds.values().forEach(Feed::stop);
  }
}
