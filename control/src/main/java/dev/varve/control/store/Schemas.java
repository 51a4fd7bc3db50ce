package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.store.At;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.schema.JsonSchema;

/// The JSON Schemas of namespaces, which the store holds what is written to.
final class Schemas {
  private static final String SPACE = Store.SCHEMAS;

  private final Store store;
  private final Point point;

  Schemas(Store store, Clock clock) {
    this.store = store;
    this.point = new Point(store, clock);
  }

  StoreReply answer(StoreRequest request, Place.Space place, StoreAccess access) {
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
        Version version = commit(new Operation.Put(SPACE, namespace, schema), request, access);
        yield StoreReply.json(version.number() == 1 ? 201 : 200, VersionJson.receipt(version));
      }
      case "DELETE" -> {
        access.require(Role.ADMIN, namespace);
        existing(namespace, At.LATEST);
        Version version = commit(new Operation.Delete(SPACE, namespace), request, access);
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
        .at(SPACE, namespace, at)
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
