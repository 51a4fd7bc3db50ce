package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Answers the store's API, however it is asked: the same request has the same answer over HTTP and
/// from a command that has the store open itself.
///
/// Calls may wait for the disk. Safe for use by several threads. Closing it does not close the
/// store.
public final class StoreService implements AutoCloseable {
  private final Namespaces namespaces;
  private final Documents documents;
  private final Past past;
  private final Batches batches;
  private final Queries queries;
  private final Watches watches;
  private final Views views;
  private final Indexes indexes;
  private final Schemas schemas;
  private final Upkeep upkeep;

  public StoreService(Store store, Clock clock) {
    namespaces = new Namespaces(store, clock);
    upkeep = new Upkeep(store);
    schemas = new Schemas(store);
    documents = new Documents(store, clock, schemas);
    past = new Past(store, clock, documents);
    batches = new Batches(store, schemas);
    indexes = new Indexes(store);
    queries = new Queries(store, clock, namespaces, indexes);
    watches = new Watches(store, clock);
    views = new Views(store, clock, namespaces);
  }

  /// Never throws for what the asker did wrong: that is answered. A stream in the answer must be
  /// written, by the calling thread.
  public StoreReply answer(StoreRequest request, StoreAccess access) {
    try {
      return answer(request, Place.of(request.path()), access);
    } catch (Failure failure) {
      StoreReply reply = Problems.of(failure);
      return reply.status() == 405
          ? reply.with("allow", failure.problems().getFirst().where())
          : reply;
    }
  }

  private StoreReply answer(StoreRequest request, Place place, StoreAccess access) {
    return switch (place) {
      case Place.Whole(String word) -> whole(request, word, access);
      case Place.Space space -> {
        Own.guard(request, space.namespace(), access);
        yield space(request, space, access);
      }
      case Place.Named named -> {
        Own.guard(request, named.namespace(), access);
        yield named.kind().equals("views")
            ? views.answer(request, named, access)
            : indexes.answer(request, named, access);
      }
      case Place.Document document -> {
        Own.guard(request, document.namespace(), access);
        yield documents.answer(request, document, access);
      }
      case Place.Past key -> {
        Own.guard(request, key.namespace(), access);
        yield past.answer(request, key, access);
      }
    };
  }

  private StoreReply whole(StoreRequest request, String word, StoreAccess access) {
    return switch (word) {
      case "batch" -> batches.answer(request, access);
      case "compact" -> {
        request.require("POST");
        access.requireAll(StoreAccess.Role.ADMIN);
        yield upkeep.compact();
      }
      case "verify" -> {
        request.require("POST");
        access.requireAll(StoreAccess.Role.ADMIN);
        yield upkeep.verify();
      }
      case "backup" -> {
        request.require("GET");
        access.requireAll(StoreAccess.Role.ADMIN);
        yield upkeep.backup(request);
      }
      case "status" -> {
        request.require("GET");
        yield namespaces.status();
      }
      case "namespaces" -> {
        request.require("GET");
        yield namespaces.list(access);
      }
      case "openapi.json" -> {
        request.require("GET");
        yield StoreReply.bytes(200, "application/json", description());
      }
      default -> throw Place.nothing(request.path());
    };
  }

  private StoreReply space(StoreRequest request, Place.Space space, StoreAccess access) {
    return switch (space.word()) {
      case "keys" -> {
        request.require("GET");
        yield namespaces.keys(request, space, access);
      }
      case "query" -> queries.answer(request, space, access);
      case "watch" -> watches.answer(request, space, access);
      case "views" -> views.list(request, space, access);
      case "indexes" -> indexes.list(request, space, access);
      case "schema" -> schemas.answer(request, space, access);
      default -> namespaces.config(request, space, access);
    };
  }

  /// The API's own description (OpenAPI 3.1).
  private static byte[] description() {
    try (InputStream in = StoreService.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from the module's jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends watches and lets go of what views hold.
  @Override
  public void close() {
    watches.close();
    views.close();
  }
}
