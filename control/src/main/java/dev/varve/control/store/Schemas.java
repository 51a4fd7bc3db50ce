package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Digest;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The JSON Schemas of namespaces, kept as documents in [#SPACE]. What is written through the API
/// is held to the schema of that moment; documents that were there before are not looked at again.
final class Schemas {
  static final String SPACE = Own.PREFIX + "schemas";

  private record Compiled(Digest vid, JsonSchema schema) {}

  private final Store store;
  private final Clock clock;
  private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

  Schemas(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  StoreReply answer(StoreRequest request, Place.Space place, StoreAccess access) {
    String namespace = place.namespace();
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        access.require(Role.READ, namespace);
        At at = Point.asked(request, clock);
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

  /// Holds a document to the schema of its namespace.
  ///
  /// @throws Failure naming every rule it breaks
  void require(String namespace, Json document) {
    Optional<Version> version = store.get(SPACE, namespace);
    if (version.isEmpty()) {
      return;
    }
    Compiled known = compiled.get(namespace);
    if (known == null || !known.vid().equals(version.get().vid())) {
      known = new Compiled(version.get().vid(), JsonSchema.of(version.get().value()));
      compiled.put(namespace, known);
    }
    known.schema().require(document);
  }
}
