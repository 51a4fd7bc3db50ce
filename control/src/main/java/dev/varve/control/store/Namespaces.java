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
import dev.varve.control.version.VersionJson;
import dev.varve.store.At;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.StoreStatus;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.schema.JsonSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The store as a whole, its namespaces and their keys.
final class Namespaces {
  private static final int KEYS_MAX = 100_000;
  private static final int KEYS = 1000;

  private final Store store;
  private final Point point;

  Namespaces(Store store, Clock clock) {
    this.store = store;
    this.point = new Point(store, clock);
  }

  StoreReply status() {
    StoreStatus status = store.status();
    var members = new LinkedHashMap<String, Json>();
    members.put("seq", Json.of(status.seq()));
    members.put("keys", Json.of(status.keys()));
    members.put("segments", Json.of(status.segments()));
    members.put("diskBytes", Json.of(status.diskBytes()));
    members.put("indexBytes", Json.of(status.indexBytes()));
    members.put("syncs", Json.of(status.syncs()));
    members.put("healthy", Json.of(status.healthy()));
    members.put(
        "problems",
        new JsonArray(status.problems().stream().map(p -> (Json) Json.of(p.toString())).toList()));
    return StoreReply.json(200, new JsonObject(members));
  }

  /// Those that can be reached and are not the program's own.
  StoreReply list(StoreAccess access) {
    var all =
        store.namespaces().stream()
            .filter(each -> access.reaches(each.name()) && !Place.Own.is(each.name()))
            .map(each -> (Json) SpaceJson.of(each))
            .toList();
    return StoreReply.json(200, Json.of("namespaces", new JsonArray(all)));
  }

  /// What each takes on the disk. Reads the head of every version there is.
  StoreReply usage(StoreAccess access) {
    var all = new ArrayList<Json>();
    for (NamespaceStatus.Usage each : store.usage()) {
      if (access.reaches(each.name())) {
        all.add(
            Json.of("name", Json.of(each.name()))
                .with("documents", Json.of(each.documents()))
                .with("versions", Json.of(each.versions()))
                .with("liveBytes", Json.of(each.liveBytes()))
                .with("diskBytes", Json.of(each.diskBytes())));
      }
    }
    StoreStatus status = store.status();
    return StoreReply.json(
        200,
        Json.of("namespaces", new JsonArray(all))
            .with("fileBytes", Json.of(status.diskBytes()))
            .with("indexBytes", Json.of(status.indexBytes())));
  }

  StoreReply keys(StoreRequest request, Place.Space place, StoreAccess access) {
    access.require(Role.READ, place.namespace());
    if (find(place.namespace()).isEmpty()) {
      throw missing(place.namespace());
    }
    String at = request.query().get("at");
    Scan scan =
        Scan.prefix(request.parameter("prefix").orElse(""))
            .after(request.parameter("after").orElse(""))
            .limit(request.count("limit", KEYS, KEYS_MAX));
    try {
      Scan.Keys found =
          store.keys(place.namespace(), at == null ? scan : scan.at(point.parse("at", at)));
      var members = new LinkedHashMap<String, Json>();
      members.put(
          "keys", new JsonArray(found.keys().stream().map(k -> (Json) Json.of(k)).toList()));
      found.next().ifPresent(next -> members.put("next", Json.of(next)));
      members.put("seq", Json.of(found.seq()));
      return StoreReply.json(200, new JsonObject(members));
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("at", String.valueOf(e.getMessage()));
    }
  }

  StoreReply config(StoreRequest request, Place.Space place, StoreAccess access) {
    String namespace = place.namespace();
    Optional<NamespaceStatus> known = find(namespace);
    switch (request.method()) {
      case "GET", "HEAD" -> access.require(Role.READ, namespace);
      case "PUT" -> {
        access.require(Role.ADMIN, namespace);
        NamespaceConfig now = known.map(NamespaceStatus::config).orElse(NamespaceConfig.DEFAULT);
        return configured(
            namespace, store.configure(namespace, SpaceJson.read(request.json(), now)));
      }
      default -> throw StoreRequest.notAllowed("GET, HEAD, PUT");
    }
    return known
        .map(status -> StoreReply.json(200, SpaceJson.of(status)))
        .orElseThrow(() -> missing(namespace));
  }

  private StoreReply configured(String namespace, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> StoreReply.json(200, SpaceJson.of(find(namespace).orElseThrow()));
      case Outcome.Conflict conflict -> Problems.of(conflict, false);
      case Outcome.Refused refused -> Problems.of(refused);
    };
  }

  Optional<NamespaceStatus> find(String namespace) {
    return store.namespaces().stream().filter(each -> each.name().equals(namespace)).findFirst();
  }

  static Failure missing(String namespace) {
    return new Failure(
        new Problem(
            ControlCode.NOTHING_HERE,
            namespace,
            "the namespace must exist, but nothing was ever written to it",
            "the first write makes it"));
  }

  /// The JSON Schema that the store holds to what is written to a namespace.
  StoreReply schema(StoreRequest request, Place.Space place, StoreAccess access) {
    String namespace = place.namespace();
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        access.require(Role.READ, namespace);
        At at = point.asked(request);
        yield StoreReply.json(200, existing(namespace, at).value());
      }
      case "PUT" -> {
        access.require(Role.ADMIN, namespace);
        Json schema = request.json();
        JsonSchema.of(schema);
        Version version =
            commit(new Operation.Put(Store.SCHEMAS, namespace, schema), request, access);
        yield StoreReply.json(version.number() == 1 ? 201 : 200, VersionJson.receipt(version));
      }
      case "DELETE" -> {
        access.require(Role.ADMIN, namespace);
        existing(namespace, At.LATEST);
        Version version = commit(new Operation.Delete(Store.SCHEMAS, namespace), request, access);
        yield StoreReply.json(200, VersionJson.receipt(version));
      }
      default -> throw StoreRequest.notAllowed("GET, HEAD, PUT, DELETE");
    };
  }

  private Version commit(Operation operation, StoreRequest request, StoreAccess access) {
    return store.commit(Transaction.of(operation).by(Origins.of(request, access))).version();
  }

  private Version existing(String namespace, At at) {
    return store
        .at(Store.SCHEMAS, namespace, at)
        .found()
        .filter(Version::hasValue)
        .orElseThrow(() ->
            new Failure(
                new Problem(
                    ControlCode.NOTHING_HERE,
                    namespace,
                    "the namespace must have a schema, but has none",
                    "")));
  }
}
