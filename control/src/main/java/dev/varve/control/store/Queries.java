package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.live.IndexSet;
import dev.varve.control.live.StoreReader;
import dev.varve.store.At;
import dev.varve.store.JsonLines;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.Results;
import dev.varve.store.query.plan.Plan;
import dev.varve.store.query.plan.PlanRunner;
import dev.varve.store.query.plan.Planner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries of a namespace, at one state of it. Documents are written as they are found, so an
/// answer of any size needs little memory; as JSON lines with `?format=lines`.
final class Queries {
  private final Store store;
  private final Point point;
  private final Namespaces namespaces;
  private final Indexes indexes;

  Queries(Store store, Clock clock, Namespaces namespaces, Indexes indexes) {
    this.store = store;
    this.point = new Point(store, clock);
    this.namespaces = namespaces;
    this.indexes = indexes;
  }

  StoreReply answer(StoreRequest request, Place.Space place, StoreAccess access) {
    request.require("POST");
    access.require(Role.READ, place.namespace());
    JsonObject body = request.body().length == 0 ? JsonObject.EMPTY : request.object();
    NamespaceStatus status =
        namespaces.find(place.namespace()).orElseThrow(() -> Namespaces.missing(place.namespace()));
    At at = at(body.get("at"));
    if (request.flag("history")) {
      return history(place.namespace(), body.without("at"), at);
    }
    Query query = Query.of(body.without("at").without("explain"));
    IndexSet.Lease lease = at == null && isLogged(status) ? lease(place.namespace()) : null;
    boolean kept = false;
    try {
      At point = at != null ? at : At.seq(lease == null ? store.seq() : lease.seq());
      var reader = new StoreReader(store, place.namespace(), point, lease, status.documents());
      Plan plan = Planner.plan(query, lease == null ? List.of() : lease.definitions(), reader);
      if (body.get("explain") == JsonBoolean.TRUE) {
        return explained(plan);
      }
      Results results = PlanRunner.run(plan, reader, QueryLimits.DEFAULT);
      if (query.aggregation().isGrouped()) {
        return StoreReply.json(200, results.json());
      }
      boolean lines = isLines(request);
      var answer = new Answer(results, lease, !query.aggregation().isNone(), lines);
      StoreReply reply = answer.reply();
      kept = !answer.isEnded();
      return reply;
    } finally {
      if (!kept && lease != null) {
        lease.close();
      }
    }
  }

  private static boolean isLines(StoreRequest request) {
    String format = request.parameter("format").orElse("json");
    if (!format.equals("lines") && !format.equals("json")) {
      throw StoreRequest.bad("format", "must be json or lines, but is '" + format + "'");
    }
    return format.equals("lines");
  }

  /// Every version, as JSON lines: for exports, which ask for nothing else.
  private StoreReply history(String namespace, JsonObject rest, @Nullable At at) {
    if (!rest.members().isEmpty() || at != null) {
      throw StoreRequest.bad("history", "must stand alone, without a query and without at");
    }
    return StoreReply.stream(
        "application/x-ndjson",
        out -> {
          var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          JsonLines.write(store, namespace, true, writer);
          writer.flush();
        });
  }

  private IndexSet.@Nullable Lease lease(String namespace) {
    return indexes.lease(namespace).orElse(null);
  }

  private static boolean isLogged(NamespaceStatus status) {
    return !(status.config().retention() instanceof Retention.None);
  }

  private @Nullable At at(@Nullable Json json) {
    return switch (json) {
      case null -> null;
      case JsonString(String text) -> notVid(point.parse("body#/at", text));
      default -> notVid(point.parse("body#/at", json.compact()));
    };
  }

  private static At notVid(At at) {
    if (at instanceof At.Vid) {
      throw StoreRequest.bad("body#/at", "must be a time or a seq, but is a version's id");
    }
    return at;
  }

  private static StoreReply explained(Plan plan) {
    List<Json> words = plan.words().stream().map(word -> (Json) Json.of(word)).toList();
    return StoreReply.json(200, Json.of("plan", plan.json()).with("words", new JsonArray(words)));
  }

  /// An answer that is written as it is found. What fits into [#WHOLE] is found before the head
  /// leaves: so the indexes are free again before a client reads, and what a query does wrong is
  /// told with its status.
  private static final class Answer {
    private static final int WHOLE = 64 << 10;

    private final Results results;
    private final IndexSet.@Nullable Lease lease;
    private final boolean aggregated;
    private final boolean lines;
    private boolean ended;

    Answer(Results results, IndexSet.@Nullable Lease lease, boolean aggregated, boolean lines) {
      this.results = results;
      this.lease = lease;
      this.aggregated = aggregated;
      this.lines = lines;
    }

    StoreReply reply() {
      String type = lines ? "application/x-ndjson" : "application/json";
      var first = new ByteArrayOutputStream(4096);
      try {
        begin(first);
        while (!ended && first.size() < WHOLE) {
          row(first, ",");
        }
      } catch (IOException e) {
        throw new UncheckedIOException("memory takes all bytes", e);
      }
      return ended
          ? StoreReply.bytes(200, type, first.toByteArray())
          : StoreReply.stream(type, out -> go(first, out));
    }

    boolean isEnded() {
      return ended;
    }

    private void go(ByteArrayOutputStream first, OutputStream out) throws IOException {
      try {
        first.writeTo(out);
        while (!ended) {
          row(out, ",");
        }
      } finally {
        if (lease != null) {
          lease.close();
        }
      }
    }

    private void begin(OutputStream out) throws IOException {
      if (!lines) {
        write(out, "{\"documents\":[");
      }
      row(out, "");
    }

    private void row(OutputStream out, String mark) throws IOException {
      Row row = results.next();
      if (row == null) {
        ended = true;
        if (!lines) {
          end(out);
        }
        return;
      }
      if (!lines) {
        write(out, mark);
      }
      Results.write(row, out);
      if (lines) {
        out.write('\n');
      }
    }

    private void end(OutputStream out) throws IOException {
      write(out, "]");
      String cursor = results.cursor();
      if (cursor != null) {
        write(out, ",\"next\":" + Json.of(cursor).compact());
      }
      if (aggregated) {
        write(out, ",\"aggregates\":" + results.aggregates().compact());
      }
      write(out, "}");
    }

    private static void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
