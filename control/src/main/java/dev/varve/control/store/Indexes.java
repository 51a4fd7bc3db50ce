package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.live.IndexSet;
import dev.varve.control.version.VersionJson;
import dev.varve.store.At;
import dev.varve.store.Operation;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.query.plan.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Secondary indexes. Their definitions are documents in [#SPACE]; the entries are built in memory
/// when a query first wants them, and follow the namespace from then on.
final class Indexes {
  static final String SPACE = Place.Own.PREFIX + "indexes";

  private final Store store;
  private final Point point;
  private final Map<String, IndexSet> live = new ConcurrentHashMap<>();

  Indexes(Store store, Clock clock) {
    this.store = store;
    this.point = new Point(store, clock);
  }

  StoreReply list(StoreRequest request, Place.Space place, StoreAccess access) {
    request.require("GET");
    access.require(Role.READ, place.namespace());
    var all = new ArrayList<Json>();
    At at = point.asked(request);
    for (Version version : definitions(place.namespace(), at)) {
      all.add(version.value());
    }
    return StoreReply.json(200, Json.of("indexes", new JsonArray(all)));
  }

  StoreReply answer(StoreRequest request, Place.Named place, StoreAccess access) {
    String key = place.namespace() + "/" + place.name();
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        access.require(Role.READ, place.namespace());
        yield StoreReply.json(200, existing(key).value());
      }
      case "PUT" -> {
        access.require(Role.ADMIN, place.namespace());
        JsonObject body = request.object().with("name", Json.of(place.name()));
        Json definition = IndexDefinition.of(place.namespace(), body).json();
        yield commit(new Operation.Put(SPACE, key, definition), request, access);
      }
      case "DELETE" -> {
        access.require(Role.ADMIN, place.namespace());
        existing(key);
        yield commit(new Operation.Delete(SPACE, key), request, access);
      }
      default -> throw StoreRequest.notAllowed("GET, HEAD, PUT, DELETE");
    };
  }

  private StoreReply commit(Operation operation, StoreRequest request, StoreAccess access) {
    Version version =
        store.commit(Transaction.of(operation).by(Origins.of(request, access))).version();
    return StoreReply.json(version.number() == 1 ? 201 : 200, VersionJson.receipt(version));
  }

  private Version existing(String key) {
    return store
        .get(SPACE, key)
        .orElseThrow(() ->
            new Failure(
                new Problem(
                    ControlCode.NOTHING_HERE, key, "the index must exist, but does not", "")));
  }

  private List<Version> definitions(String namespace, At at) {
    return store.documents(SPACE, Scan.prefix(namespace + "/").at(at)).versions();
  }

  /// The indexes of a namespace at the present state, to be closed by the same thread; nothing when
  /// there are none, or when they are too busy to be caught up.
  Optional<IndexSet.Lease> lease(String namespace) {
    List<Version> definitions = definitions(namespace, At.LATEST);
    if (definitions.isEmpty()) {
      return Optional.empty();
    }
    List<Digest> madeOf = definitions.stream().map(Version::vid).toList();
    IndexSet set =
        live.compute(
            namespace,
            (_, known) ->
                known != null && known.madeOf().equals(madeOf)
                    ? known
                    : new IndexSet(
                        store,
                        namespace,
                        definitions.stream()
                            .map(each -> IndexDefinition.of(namespace, each.value()))
                            .toList(),
                        madeOf));
    return set.lease();
  }
}
