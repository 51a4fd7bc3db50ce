package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;
import dev.varve.control.MetricsSource;
import dev.varve.control.identity.Audit;
import dev.varve.control.identity.Keys;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.metric.StoreMetrics;
import dev.varve.store.Outcome;
import dev.varve.store.Store;
import dev.varve.store.Submission;
import dev.varve.store.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers the store's API, however it is asked: the same request has the same answer over HTTP and
/// from a command that has the store open itself.
///
/// Calls may wait for the disk. Safe for use by several threads. Closing it does not close the
/// store.
public final class StoreService implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(StoreService.class);

  private final Store store;
  private final Clock clock;
  private final Namespaces namespaces;
  private final Documents documents;
  private final Past past;
  private final Batches batches;
  private final Queries queries;
  private final Watches watches;
  private final Views views;
  private final Indexes indexes;
  private final Upkeep upkeep;
  private final Tags tags;
  private final Keys keys;
  private final KeyCalls keyCalls;
  private final Audit audit;
  private final StoreMetrics metrics;

  public StoreService(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    namespaces = new Namespaces(store, clock);
    upkeep = new Upkeep(store);
    audit = new Audit(store, clock);
    tags = new Tags(store);
    keys = new Keys(store, clock);
    keyCalls = new KeyCalls(keys, clock);
    metrics = new StoreMetrics(store);
    documents = new Documents(store, clock);
    past = new Past(store, clock, documents);
    batches = new Batches(store, audit);
    indexes = new Indexes(store, clock);
    queries = new Queries(store, clock, namespaces, indexes);
    watches = new Watches(store, clock);
    views = new Views(store, clock, namespaces);
  }

  /// What was asked and how it went, in numbers.
  public MetricsSource metrics() {
    return metrics;
  }

  /// As [#answer], for somebody who has to show an API key; what the key allows is narrowed to the
  /// limits.
  public StoreReply answerWithKey(StoreRequest request, StoreAccess limits) {
    Optional<StoreAccess> known = keys.judge(request.header("authorization").orElse(""));
    if (known.isPresent()) {
      return answer(request, known.get().within(limits));
    }
    audit.denied(new Audit.Event("anonymous", request.method(), String.join("/", request.path())));
    metrics.ended("other", 401, 0);
    return Problems.of(
            new Failure(
                new Problem(
                    ControlCode.NO_KEY,
                    "authorization",
                    "the request must carry a valid API key or the admin token, but does not",
                    "send it as: Authorization: Bearer TOKEN")))
        .with("www-authenticate", "Bearer realm=\"varve store\"");
  }

  /// A put that waits for nobody: to be submitted, and answered when the store tells what became of
  /// it.
  public final class Put {
    private final Transaction transaction;
    private final StoreRequest request;
    private final long start = clock.nanos();

    private Put(Transaction transaction, StoreRequest request) {
      this.transaction = transaction;
      this.request = request;
    }

    Transaction transaction() {
      return transaction;
    }

    StoreReply reply(Outcome outcome) {
      return ended(Documents.written(outcome, false));
    }

    StoreReply reply(Failure failure) {
      return ended(Problems.of(failure));
    }

    /// It is answered with a receipt.
    void receipted(Outcome.Committed committed) {
      metrics.ended("put", StoreReply.Receipt.of(committed).status(), clock.nanos() - start);
    }

    private StoreReply ended(StoreReply reply) {
      warn(request, reply);
      return counted(reply, "put", start);
    }
  }

  /// The put that a request asks for; null when it asks for something else, or has to be looked at
  /// by [#answer], which may wait.
  @Nullable Put put(StoreRequest request, StoreAccess access) {
    try {
      if (Place.of(request.path()) instanceof Place.Document place && Documents.isPlain(request)) {
        Place.Own.guard(request, place.namespace(), access);
        return new Put(documents.putting(request, place, access), request);
      }
      return null;
    } catch (Failure _) {
      return null; // told by the answer
    }
  }

  /// As [#put], for somebody who has to show an API key.
  @Nullable Put putWithKey(StoreRequest request, StoreAccess limits) {
    return keys.judge(request.header("authorization").orElse(""))
        .map(known -> put(request, known.within(limits)))
        .orElse(null);
  }

  /// Hands puts to the store, in order.
  void submit(List<Submission> puts) {
    store.submit(puts);
  }

  private static void warn(StoreRequest request, StoreReply reply) {
    if (reply.status() >= 500) {
      LOG.log(System.Logger.Level.WARNING, "a request to the store failed: {0}", request.target());
    }
  }

  /// Never throws for what the asker did wrong: that is answered. A stream in the answer must be
  /// written, by the calling thread.
  public StoreReply answer(StoreRequest request, StoreAccess access) {
    long start = clock.nanos();
    String operation = "other";
    StoreReply reply;
    try {
      Place place = Place.of(request.path());
      request.allow(place.parameters(request.method()));
      request.requirePlain();
      operation = place.operation(request);
      reply = answer(request, place, access);
      if (reply.status() < 400 && place.isAdministrative(request)) {
        audit.done(event(request, operation, access));
      }
    } catch (Failure failure) {
      reply = Problems.of(failure);
      if (reply.status() == 405) {
        reply = reply.with("allow", failure.problems().getFirst().where());
      }
    } catch (RuntimeException e) {
      metrics.ended(operation, 500, clock.nanos() - start);
      throw e;
    }
    if (reply.status() == 403) {
      audit.denied(event(request, operation, access));
    }
    warn(request, reply);
    return counted(reply, operation, start);
  }

  private static Audit.Event event(StoreRequest request, String operation, StoreAccess access) {
    return new Audit.Event(
        Origins.actor(request, access),
        request.method() + " " + operation,
        String.join("/", request.path()));
  }

  /// Counts when the answer is whole; those without end when they begin.
  private StoreReply counted(StoreReply reply, String operation, long start) {
    return switch (reply.content()) {
      case StoreReply.Content.Whole _ -> {
        ended(reply, operation, start);
        yield reply;
      }
      case StoreReply.Content.Stream(StoreReply.Writing writing, long length) ->
          reply.with(
              new StoreReply.Content.Stream(
                  operation.equals("watch")
                      ? out -> watched(() -> writing.to(out))
                      : out -> timed(writing, out, () -> ended(reply, operation, start)),
                  length));
      case StoreReply.Content.Following(StoreReply.Joining joining, StoreReply.Writing writing) ->
          reply.with(
              new StoreReply.Content.Following(
                  (loop, ended) -> joining.on(loop, watching(ended)),
                  out -> watched(() -> writing.to(out))));
      case StoreReply.Content.Messages(StoreReply.Opening opening) ->
          reply.with(
              new StoreReply.Content.Messages(
                  (exchange, loop, ended) -> opening.on(exchange, loop, watching(ended))));
    };
  }

  private void ended(StoreReply reply, String operation, long start) {
    metrics.ended(operation, reply.status(), clock.nanos() - start);
  }

  private static void timed(StoreReply.Writing writing, OutputStream out, Runnable ended)
      throws IOException {
    try {
      writing.to(out);
    } finally {
      ended.run();
    }
  }

  /// One more watches, until the end is told.
  private Runnable watching(Runnable ended) {
    metrics.ended("watch", 200, 0);
    metrics.watching(1);
    return () -> {
      metrics.watching(-1);
      ended.run();
    };
  }

  /// Writes an answer that does not end by itself.
  @FunctionalInterface
  private interface Endless {
    void run() throws IOException;
  }

  private void watched(Endless endless) throws IOException {
    metrics.ended("watch", 200, 0);
    metrics.watching(1);
    try {
      endless.run();
    } finally {
      metrics.watching(-1);
    }
  }

  private StoreReply answer(StoreRequest request, Place place, StoreAccess access) {
    return switch (place) {
      case Place.Whole(String word) -> whole(request, word, access);
      case Place.Space space -> {
        Place.Own.guard(request, space.namespace(), access);
        yield space(request, space, access);
      }
      case Place.Named named -> {
        Place.Own.guard(request, named.namespace(), access);
        yield named.kind().equals("views")
            ? views.answer(request, named, access)
            : indexes.answer(request, named, access);
      }
      case Place.Document document -> {
        Place.Own.guard(request, document.namespace(), access);
        yield documents.answer(request, document, access);
      }
      case Place.Past key -> {
        Place.Own.guard(request, key.namespace(), access);
        yield past.answer(request, key, access);
      }
    };
  }

  private StoreReply whole(StoreRequest request, String word, StoreAccess access) {
    return switch (word) {
      case "batch" -> batches.answer(request, access);
      case "watch" -> watches.answerAll(request, access);
      case "keys" -> keyCalls.answer(request, access);
      case "tags" -> tags.answer(request, access);
      case "usage" -> {
        request.require("GET");
        yield namespaces.usage(access);
      }
      case "compact" -> {
        request.require("POST");
        access.requireAll(Role.ADMIN);
        yield upkeep.compact();
      }
      case "verify" -> {
        request.require("POST");
        access.requireAll(Role.ADMIN);
        yield upkeep.verify();
      }
      case "backup" -> {
        request.require("GET");
        access.requireAll(Role.ADMIN);
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
      case "schema" -> namespaces.schema(request, space, access);
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
