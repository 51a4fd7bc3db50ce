package dev.varve.control.feed;

import dev.varve.http.Body;
import dev.varve.http.net.Loop;
import dev.varve.store.Store;
import dev.varve.store.Watch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The feeds that somebody follows: one for all who asked for the same.
public final class Feeds {
  private final Store store;
  private final Map<Topic, Feed> feeds = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public Feeds(Store store) {
    this.store = store;
  }

  /// What is told.
  ///
  /// @param same equal for what is the same but for where it begins
  /// @param spec from where on, and what
  public record Topic(Object same, Watch.Spec spec, EventText text) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Topic topic && same.equals(topic.same) && text.equals(topic.text);
    }

    @Override
    public int hashCode() {
      return same.hashCode();
    }
  }

  /// An answer that tells what a watch would, for a loop. It has to be read or cancelled.
  ///
  /// @param ended told once, when nobody reads any more
  public Body body(Topic topic, Loop loop, Runnable ended) {
    Feed feed = joined(topic);
    return new FeedBody(feed, loop, topic.spec.from(), () -> left(topic, feed, ended));
  }

  /// The same as a WebSocket, which has to be accepted.
  public FeedSocket socket(Topic topic, Loop loop, Runnable ended) {
    Feed feed = joined(topic);
    return new FeedSocket(feed, loop, topic.spec.from(), () -> left(topic, feed, ended));
  }

  private Feed joined(Topic topic) {
    Feed feed =
        feeds.compute(
            topic,
            (_, known) -> {
              Feed found = known == null || known.isEnded() ? opened(topic) : known;
              found.followers.incrementAndGet();
              return found;
            });
    if (closed) {
      feed.stop();
    }
    return feed;
  }

  private Feed opened(Topic topic) {
    Watch.Spec spec = topic.spec;
    var feed = new Feed(from -> store.watch(spec.from(from)), topic.text, store.seq() + 1);
    Thread.ofVirtual().name("store-feed").start(feed);
    return feed;
  }

  private void left(Topic topic, Feed feed, Runnable ended) {
    feeds.compute(
        topic,
        (_, known) -> {
          if (feed.followers.decrementAndGet() == 0) {
            feed.stop();
            return known == feed ? null : known;
          }
          return known;
        });
    ended.run();
  }

  /// Ends all.
  public void close() {
    closed = true;
    feeds.values().forEach(Feed::stop);
  }
}
