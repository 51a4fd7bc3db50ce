package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.version.VersionJson;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.diff.Blame;
import dev.varve.store.diff.JsonPatch;
import dev.varve.store.diff.MergePatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The history of one key.
final class Past {
  private static final int PAGE_MAX = 10_000;
  private static final int PAGE = 100;

  /// A page of versions with their values ends behind so much, so that it does not take more memory
  /// than there is.
  private static final long VALUES_MAX = 8 << 20;

  /// So many versions with their values are read at a time, and more where they have little.
  private static final int VALUES = 8;

  private static final long FEW = 1 << 20;

  private final Store store;
  private final Point point;
  private final Documents documents;

  Past(Store store, Clock clock, Documents documents) {
    this.store = store;
    this.point = new Point(store, clock);
    this.documents = documents;
  }

  StoreReply answer(StoreRequest request, Place.Past place, StoreAccess access) {
    var document = new Place.Document(place.namespace(), place.key());
    if (place.word().equals("revert")) {
      request.require("POST");
      return documents.revert(request, document, access);
    }
    request.require("GET");
    access.require(Role.READ, place.namespace());
    return switch (place.word()) {
      case "at" -> documents.read(request, document, point.parse("at", place.point()), access);
      case "history" -> history(request, document);
      case "diff" -> diff(request, document);
      default -> blame(request, document);
    };
  }

  private StoreReply history(StoreRequest request, Place.Document place) {
    int limit = request.count("limit", PAGE, PAGE_MAX);
    long before =
        Math.min(end(request, place), request.number("before", Long.MAX_VALUE, Long.MAX_VALUE));
    boolean values = request.flag("values");
    var versions = new ArrayList<Json>();
    long bytes = 0;
    int some = VALUES / 2;
    boolean more = true;
    boolean compacted = false;
    History history = new History(List.of(), OptionalLong.empty(), false);
    while (more) {
      some = values ? Math.min(bytes < FEW ? 2 * some : VALUES, limit - versions.size()) : limit;
      long end = history.next().orElse(before);
      history = store.log(place.namespace(), place.key(), History.Page.first(some).before(end));
      for (Version version : history.versions()) {
        versions.add(values ? VersionJson.envelope(version) : VersionJson.head(version));
        bytes += values && version.content() instanceof Content.Value value ? value.length() : 0;
      }
      compacted |= history.compacted();
      more = history.next().isPresent() && versions.size() < limit && bytes < VALUES_MAX;
    }
    if (versions.isEmpty() && before == Long.MAX_VALUE) {
      throw Documents.missing(place, "was never written");
    }
    var members = new LinkedHashMap<String, Json>();
    members.put("versions", new JsonArray(versions));
    OptionalLong next = history.next();
    next.ifPresent(seq -> members.put("next", Json.of(seq)));
    members.put("compacted", Json.of(compacted));
    return StoreReply.json(200, new JsonObject(members));
  }

  /// Versions before this one are those that the parameter `at` lets be seen.
  private long end(StoreRequest request, Place.Document place) {
    String at = request.query().get("at");
    if (at == null) {
      return Long.MAX_VALUE;
    }
    Version last = versionAt(place, point.parse("at", at));
    if (last == null) {
      throw Documents.missing(place, "was not written by then");
    }
    return last.seq() + 1;
  }

  /// From the version before the newer one, where `from` is not given.
  private StoreReply diff(StoreRequest request, Place.Document place) {
    String to = request.query().get("to");
    String from = request.query().get("from");
    Version after = versionAt(place, to == null ? At.LATEST : point.parse("to", to));
    if (after == null) {
      throw Documents.missing(place, "was not written by then");
    }
    Version before =
        from == null ? previous(place, after) : versionAt(place, point.parse("from", from));
    Json old = Documents.valueOf(before);
    Json now = Documents.valueOf(after);
    var members = new LinkedHashMap<String, Json>();
    members.put("from", before == null ? JsonNull.NULL : VersionJson.receipt(before));
    members.put("to", VersionJson.receipt(after));
    members.put("patch", JsonPatch.between(old, now).json());
    if (request.flag("merge")) {
      Optional<Json> merge = MergePatch.between(old, now);
      members.put("merge", merge.orElse(JsonNull.NULL));
    }
    return StoreReply.json(200, new JsonObject(members));
  }

  private @Nullable Version previous(Place.Document place, Version version) {
    return version.previous() == 0 ? null : versionAt(place, At.seq(version.previous()));
  }

  /// Tombstones included; null when nothing was written by then.
  private @Nullable Version versionAt(Place.Document place, At at) {
    return switch (store.at(place.namespace(), place.key(), at)) {
      case Lookup.Found(Version version) -> version;
      case Lookup.Deleted(Version tombstone) -> tombstone;
      case Lookup.Absent _ -> null;
      case Lookup.Compacted _ -> documents.find(place, at);
    };
  }

  private StoreReply blame(StoreRequest request, Place.Document place) {
    List<Version> all = new ArrayList<>();
    History.Page page = History.Page.first(PAGE_MAX).before(end(request, place));
    History history = store.log(place.namespace(), place.key(), page);
    all.addAll(history.versions());
    if (all.isEmpty() || !all.getFirst().hasValue()) {
      throw Documents.missing(place, "holds none");
    }
    var blame = new Blame<Version>();
    for (Version version : all.reversed()) {
      blame.next(version.hasValue() ? version.value() : null, version);
    }
    var lines = new ArrayList<Json>();
    for (Blame.Line<Version> line : blame.lines()) {
      Version version = line.version();
      lines.add(
          Json.of("path", Json.of(line.path().toString()))
              .with("value", line.value())
              .with("seq", Json.of(version.seq()))
              .with("time", Json.of(version.time().toString()))
              .with("author", Json.of(version.origin().author())));
    }
    return StoreReply.json(
        200,
        Json.of("lines", new JsonArray(lines))
            .with("compacted", Json.of(history.compacted() || history.next().isPresent())));
  }
}
