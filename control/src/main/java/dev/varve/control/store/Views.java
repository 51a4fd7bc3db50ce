package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.live.LiveView;
import dev.varve.control.version.VersionJson;
import dev.varve.store.At;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.query.Query;
import dev.varve.store.view.ViewDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Views: queries whose answers are kept up to date. Their definitions are documents in [#SPACE],
/// so they have a history too; their answers are made when first asked for.
final class Views {
  static final String SPACE = Place.Own.PREFIX + "views";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Store store;
  private final Clock clock;
  private final Point point;
  private final Namespaces namespaces;
  private final Map<String, LiveView> live = new ConcurrentHashMap<>();

  Views(Store store, Clock clock, Namespaces namespaces) {
    this.store = store;
    this.clock = clock;
    this.point = new Point(store, clock);
    this.namespaces = namespaces;
  }

  StoreReply list(StoreRequest request, Place.Space place, StoreAccess access) {
    request.require("GET");
    access.require(Role.READ, place.namespace());
    var all = new ArrayList<Json>();
    String prefix = place.namespace() + "/";
    Scan scan = Scan.prefix(prefix).at(point.asked(request));
    for (Version each : store.documents(SPACE, scan).versions()) {
      all.add(described(each, prefix));
    }
    return StoreReply.json(200, Json.of("views", new JsonArray(all)));
  }

  private static JsonObject described(Version version, String prefix) {
    return Json.of("name", Json.of(version.key().substring(prefix.length())))
        .with("query", version.value())
        .with("seq", Json.of(version.seq()));
  }

  StoreReply answer(StoreRequest request, Place.Named place, StoreAccess access) {
    String namespace = place.namespace();
    if (place.refresh()) {
      request.require("POST");
      access.require(Role.WRITE, namespace);
      return StoreReply.json(200, view(place).refreshed());
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        access.require(Role.READ, namespace);
        yield request.query().containsKey("at") ? past(request, place) : present(request, place);
      }
      case "PUT" -> {
        access.require(Role.WRITE, namespace);
        yield create(request, place, access);
      }
      case "DELETE" -> {
        access.require(Role.WRITE, namespace);
        existing(place);
        yield commit(new Operation.Delete(SPACE, key(place)), request, access);
      }
      default -> throw StoreRequest.notAllowed("GET, HEAD, PUT, DELETE");
    };
  }

  private StoreReply present(StoreRequest request, Place.Named place) {
    await(request.number("minSeq", 0, Long.MAX_VALUE));
    return StoreReply.json(200, view(place).answer(isLogged(place.namespace())));
  }

  /// The view as it was defined then, of the documents there were then.
  private StoreReply past(StoreRequest request, Place.Named place) {
    Scan then = Scan.ALL.limit(1).at(point.asked(request));
    long seq = store.keys(place.namespace(), then).seq();
    Version version =
        store
            .at(SPACE, key(place), At.seq(seq))
            .found()
            .filter(Version::hasValue)
            .orElseThrow(() -> missing(place));
    Query query = Query.of(version.value());
    return StoreReply.json(200, LiveView.past(store, definition(place, query), seq));
  }

  private static Failure missing(Place.Named place) {
    return new Failure(
        new Problem(
            ControlCode.NOTHING_HERE,
            key(place),
            "the view must exist, but does not",
            "PUT its query to make it"));
  }

  private StoreReply create(StoreRequest request, Place.Named place, StoreAccess access) {
    Query query = Query.of(request.object());
    try {
      definition(place, query);
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("view", String.valueOf(e.getMessage()));
    }
    return commit(new Operation.Put(SPACE, key(place), query.json()), request, access);
  }

  private static ViewDefinition definition(Place.Named place, Query query) {
    return new ViewDefinition(place.namespace(), place.name(), query);
  }

  private StoreReply commit(Operation operation, StoreRequest request, StoreAccess access) {
    Version version =
        store.commit(Transaction.of(operation).by(Origins.of(request, access))).version();
    return StoreReply.json(version.number() == 1 ? 201 : 200, VersionJson.receipt(version));
  }

  private static String key(Place.Named place) {
    return place.namespace() + "/" + place.name();
  }

  private Version existing(Place.Named place) {
    return store.get(SPACE, key(place)).orElseThrow(() -> missing(place));
  }

  /// The live view of the definition there is now.
  private LiveView view(Place.Named place) {
    Version version = existing(place);
    return live.compute(
        key(place),
        (_, known) -> {
          if (known != null && known.madeOf().equals(version.vid())) {
            return known;
          }
          if (known != null) {
            known.close();
          }
          return new LiveView(store, definition(place, Query.of(version.value())), version.vid());
        });
  }

  private boolean isLogged(String namespace) {
    return namespaces
        .find(namespace)
        .map(NamespaceStatus::config)
        .map(config -> !(config.retention() instanceof Retention.None))
        .orElse(true);
  }

  /// Waits until the store has reached a position.
  private void await(long minSeq) {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    if (store.seq() >= minSeq) {
      return;
    }
    try (Watch watch = store.watch(Watch.Spec.ALL.from(store.seq() + 1))) {
      for (long left = PATIENCE.toNanos();
          store.seq() < minSeq && left > 0;
          left = deadline - clock.nanos()) {
        watch.next(Duration.ofNanos(left));
      }
    }
    if (store.seq() < minSeq) {
      throw new Failure(
          new Problem(
              ControlCode.WAITED_IN_VAIN,
              "minSeq",
              "the store must reach seq " + minSeq + ", but is at " + store.seq(),
              "try again"));
    }
  }

  void close() {
    live.values().forEach(LiveView::close);
    live.clear();
  }
}
