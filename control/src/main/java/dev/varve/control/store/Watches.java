package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.unit.Span;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.live.RowOf;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.filter.Filter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private static final int MESSAGE_MAX = 4 << 20;

  private final Store store;
  private final Clock clock;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final EventTexts texts = new EventTexts();
  private volatile boolean closed;

  Watches(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  StoreReply answer(StoreRequest request, Place.Space place, StoreAccess access) {
    request.require("GET");
    access.require(Role.READ, place.namespace());
    requireKept(place.namespace());
    return answer(request, Watch.Spec.of(place.namespace()), _ -> true);
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
        version -> access.reaches(version.namespace()) && !Place.Own.is(version.namespace()));
  }

  private StoreReply answer(
      StoreRequest request, Watch.Spec namespaces, Predicate<Version> reached) {
    Watch.Spec spec =
        namespaces
            .from(from(request))
            .prefix(request.parameter("key").or(() -> request.parameter("prefix")).orElse(""))
            .filter(reached.and(key(request)).and(types(request)).and(filter(request)));
    if (request.query().containsKey("wait")) {
      return poll(spec, wait(request));
    }
    return request.header("upgrade").isPresent()
        ? StoreReply.messages(sink -> follow(spec, sink))
        : StoreReply.stream("text/event-stream", out -> follow(spec, out));
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

  private StoreReply poll(Watch.Spec spec, Duration wait) {
    long deadline = clock.nanos() + wait.toNanos();
    try (Watch watch = opened(spec)) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
      return switch (watch.next(left)) {
        case Watch.Event.Changes changes -> {
          var events = new ArrayList<Json>();
          changes.versions().forEach(each -> events.add(VersionJson.envelope(each)));
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
  }

  private static StoreReply polled(JsonArray events, long next) {
    return StoreReply.json(200, Json.of("events", events).with("next", Json.of(next)));
  }

  private void follow(Watch.Spec spec, OutputStream out) throws IOException {
    try (Watch watch = opened(spec)) {
      write(out, ": from " + spec.from() + "\n\n");
      while (!watch.isEnded() && !Thread.currentThread().isInterrupted()) {
        switch (watch.next(BEAT)) {
          case Watch.Event.Changes changes -> {
            for (Version version : changes.versions()) {
              out.write(texts.of(version));
            }
            out.flush();
          }
          case Watch.Event.Idle idle -> write(out, ": " + idle.next() + "\n\n");
          case Watch.Event.Compacted compacted ->
              write(
                  out,
                  "id: "
                      + compacted.seq()
                      + "\nevent: compacted\ndata: {\"seq\":"
                      + compacted.seq()
                      + "}\n\n");
        }
      }
    }
  }

  private void follow(Watch.Spec spec, StoreReply.Sink sink) throws IOException {
    try (Watch watch = opened(spec)) {
      sink.send(List.of(Json.of("from", Json.of(spec.from())).compact()));
      while (!watch.isEnded() && !Thread.currentThread().isInterrupted()) {
        switch (watch.next(BEAT)) {
          case Watch.Event.Changes changes ->
              sink.send(changes.versions().stream().map(Watches::message).toList());
          case Watch.Event.Idle _ -> {}
          case Watch.Event.Compacted compacted ->
              sink.send(List.of(Json.of("compacted", Json.of(compacted.seq())).compact()));
        }
      }
    }
  }

  /// A value no message has room for is left out; its key and seq say where it is.
  private static String message(Version version) {
    String text = VersionJson.envelope(version).compact();
    return text.length() <= MESSAGE_MAX
        ? text
        : VersionJson.head(version).with("valueLeftOut", Json.of(true)).compact();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Server-sent events as bytes, the latest of them kept: a hundred watchers are told the same,
  /// and making the text costs ten times what sending it does. Any thread; two that miss at once
  /// both make it.
  private static final class EventTexts {
    private static final int KEPT = 1024;

    /// Larger ones are made anew, so that what is kept stays below 4 MiB.
    private static final int LENGTH_MAX = 4096;

    private final AtomicReferenceArray<@Nullable Text> kept = new AtomicReferenceArray<>(KEPT);

    /// @param hasValue as it was; erasing takes a value away from a version
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    private record Text(long seq, boolean hasValue, byte[] bytes) {}

    byte[] of(Version version) {
      int place = (int) (version.seq() % KEPT);
      Text text = kept.get(place);
      if (text != null && text.seq == version.seq() && text.hasValue == version.hasValue()) {
        return text.bytes;
      }
      byte[] bytes = text(version).getBytes(StandardCharsets.UTF_8);
      if (bytes.length <= LENGTH_MAX) {
        kept.set(place, new Text(version.seq(), version.hasValue(), bytes));
      }
      return bytes;
    }

    private static String text(Version version) {
      return "id: "
          + version.seq()
          + "\nevent: "
          + VersionJson.action(version)
          + "\ndata: "
          + VersionJson.envelope(version).compact()
          + "\n\n";
    }
  }
}
