package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.unit.Span;
import dev.varve.control.feed.EventText;
import dev.varve.control.feed.Feeds;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.live.RowOf;
import dev.varve.control.version.VersionJson;
import dev.varve.control.version.WatchText;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.filter.Filter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Following a namespace, or all that can be reached: as server-sent events or as messages of a
/// WebSocket, both without end, or with `wait` as one answer that has what came by then.
///
/// Every event has its seq as its id, so that a client that comes back with Last-Event-ID, or with
/// `from` behind the last seq it has seen, goes on where it was, without gap or duplicate. A
/// comment every [#BEAT] shows that the line is alive; WebSockets have pings of their own. Nothing
/// is held for a slow client: it is the log that is read, when there is room.
final class Watches {
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration WAIT_MAX = Duration.ofMinutes(1);
  private final Store store;
  private final Clock clock;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final Feeds feeds;
  private volatile boolean closed;

  Watches(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.feeds = new Feeds(store);
  }

  StoreReply answer(StoreRequest request, Place.Space place, StoreAccess access) {
    request.require("GET");
    access.require(Role.READ, place.namespace());
    requireKept(place.namespace());
    return answer(request, Watch.Spec.of(place.namespace()), _ -> true, place.namespace());
  }

  /// What lives in memory only is in no log to follow.
  private void requireKept(String namespace) {
    for (NamespaceStatus status : store.namespaces()) {
      if (status.name().equals(namespace)
          && status.config().retention() instanceof Retention.None) {
        throw StoreRequest.bad(
            namespace, "must keep versions to be watched, but lives in memory (retention ttl)");
      }
    }
  }

  /// Everything that can be reached; the program's own namespaces only when they are asked for by
  /// name.
  StoreReply answerAll(StoreRequest request, StoreAccess access) {
    request.require("GET");
    return answer(
        request,
        Watch.Spec.ALL,
        version -> access.reaches(version.namespace()) && !Place.Own.is(version.namespace()),
        access.grants());
  }

  /// @param who equal where `reached` lets the same pass
  private StoreReply answer(
      StoreRequest request, Watch.Spec namespaces, Predicate<Version> reached, Object who) {
    Watch.Spec spec =
        namespaces
            .from(from(request))
            .prefix(request.parameter("key").or(() -> request.parameter("prefix")).orElse(""))
            .filter(reached.and(key(request)).and(types(request)).and(filter(request)));
    if (request.query().containsKey("wait")) {
      return poll(spec, wait(request), request.flag("brief"));
    }
    if (request.header("upgrade").isPresent()) {
      EventText text = WatchText.messages(request.flag("brief"));
      var topic = new Feeds.Topic(same(request, who), spec, text);
      return StoreReply.messages(
          (exchange, loop, ended) -> feeds.socket(topic, loop, ended).accept(exchange));
    }
    EventText text = WatchText.serverSent(request.flag("brief"));
    var topic = new Feeds.Topic(same(request, who), spec, text);
    return StoreReply.follow(
        "text/event-stream",
        (loop, ended) -> feeds.body(topic, loop, ended),
        out -> follow(spec, text, out));
  }

  /// What makes two watches the same, but for where they begin.
  private static Object same(StoreRequest request, Object who) {
    var query = new TreeMap<>(request.query());
    query.remove("from");
    return List.of(who, query);
  }

  private long from(StoreRequest request) {
    String seen = request.headers().get("last-event-id");
    if (seen != null && seen.matches("\\d{1,18}")) {
      return Long.parseLong(seen) + 1;
    }
    return Math.max(1, request.number("from", store.seq() + 1, Long.MAX_VALUE));
  }

  private static Predicate<Version> key(StoreRequest request) {
    String key = request.query().get("key");
    return key == null ? _ -> true : version -> version.key().equals(key);
  }

  /// Kinds of change, as events name them: `type=put,delete`.
  private static Predicate<Version> types(StoreRequest request) {
    String text = request.query().get("type");
    if (text == null) {
      return _ -> true;
    }
    Set<String> known = VersionJson.actions();
    Set<String> wanted = Set.copyOf(List.of(text.split(",", 16)));
    if (!known.containsAll(wanted)) {
      throw StoreRequest.bad(
          "type", "must be some of " + String.join(", ", known) + ", but is '" + text + "'");
    }
    return version -> wanted.contains(VersionJson.action(version));
  }

  /// Deletions and erasures have no value to look at: they pass, since what they end may have
  /// passed.
  private static Predicate<Version> filter(StoreRequest request) {
    String text = request.query().get("filter");
    if (text == null) {
      return _ -> true;
    }
    Filter filter = Filter.parse(text);
    return version -> !version.hasValue() || filter.matches(version.value(), new RowOf(version));
  }

  private static Duration wait(StoreRequest request) {
    String text = request.query().get("wait");
    try {
      Duration wait = Span.parse(String.valueOf(text));
      return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("wait", String.valueOf(e.getMessage()));
    }
  }

  private StoreReply poll(Watch.Spec spec, Duration wait, boolean brief) {
    long deadline = clock.nanos() + wait.toNanos();
    try (Watch watch = opened(spec)) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
      return switch (watch.next(left)) {
        case Watch.Event.Changes changes -> {
          var events = new ArrayList<Json>();
          for (Version each : changes.versions()) {
            events.add(brief ? VersionJson.brief(each) : VersionJson.envelope(each));
          }
          yield polled(new JsonArray(events), changes.next() + 1);
        }
        case Watch.Event.Idle idle -> polled(JsonArray.EMPTY, idle.next() + 1);
        case Watch.Event.Compacted compacted ->
            StoreReply.json(
                200,
                Json.of("events", JsonArray.EMPTY)
                    .with("compacted", Json.of(compacted.seq()))
                    .with("next", Json.of(compacted.seq() + 1)));
      };
    }
  }

  /// Belongs to the caller, who closes it.
  private Watch opened(Watch.Spec spec) {
    open.removeIf(Watch::isEnded);
    Watch watch = store.watch(spec);
    open.add(watch);
    if (closed) {
      watch.close();
    }
    return watch;
  }

  /// Ends those that go on.
  void close() {
    closed = true;
    open.forEach(Watch::close);
    feeds.close();
  }

  private static StoreReply polled(JsonArray events, long next) {
    return StoreReply.json(200, Json.of("events", events).with("next", Json.of(next)));
  }

  private void follow(Watch.Spec spec, EventText text, OutputStream out) throws IOException {
    try (Watch watch = opened(spec)) {
      out.write(text.greeting(spec.from()));
      out.flush();
      while (!watch.isEnded() && !Thread.currentThread().isInterrupted()) {
        switch (watch.next(BEAT)) {
          case Watch.Event.Changes changes -> {
            for (Version version : changes.versions()) {
              text.write(version, out);
            }
          }
          case Watch.Event.Idle idle -> out.write(text.idle(idle.next()));
          case Watch.Event.Compacted compacted -> out.write(text.compacted(compacted.seq()));
        }
        out.flush();
      }
    }
  }
}
