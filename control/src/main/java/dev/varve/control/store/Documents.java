package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNull;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.version.VersionJson;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.Lookup;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.diff.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One document: read, write, delete, now or at a point in its history.
final class Documents {
  private static final int ROUNDS = 100;
  private static final Pattern OURS = Pattern.compile("\"[0-9a-f]{64}\"");
  private static final String IF_VERSION = "x-varve-if-version";

  private final Store store;
  private final Point point;

  Documents(Store store, Clock clock) {
    this.store = store;
    this.point = new Point(store, clock);
  }

  StoreReply answer(StoreRequest request, Place.Document place, StoreAccess access) {
    return switch (request.method()) {
      case "GET", "HEAD" -> get(request, place, access);
      case "PUT" -> put(request, place, access);
      case "PATCH" -> patch(request, place, access);
      case "DELETE" -> delete(request, place, access);
      default -> throw StoreRequest.notAllowed("GET, HEAD, PUT, PATCH, DELETE");
    };
  }

  private StoreReply get(StoreRequest request, Place.Document place, StoreAccess access) {
    String at = request.query().get("at");
    return read(request, place, at == null ? At.LATEST : point.parse("at", at), access);
  }

  /// The document at a point.
  StoreReply read(StoreRequest request, Place.Document place, At at, StoreAccess access) {
    access.require(Role.READ, place.namespace());
    Version version = find(place, at);
    String etag = VersionJson.etag(version);
    boolean known = request.header("if-none-match").map(c -> holds(c, etag)).orElse(false);
    StoreReply reply =
        known ? StoreReply.empty(304) : shown(version, request.flag("envelope"), place);
    return reply
        .with("etag", etag)
        .with("x-varve-seq", Long.toString(version.seq()))
        .with("x-varve-version", version.vid().hex())
        .with("x-varve-time", version.time().toString());
  }

  private static StoreReply shown(Version version, boolean envelope, Place.Document place) {
    if (envelope) {
      return StoreReply.json(200, VersionJson.envelope(version));
    }
    return switch (version.content()) {
      case Content.Document(byte[] bytes) -> StoreReply.bytes(200, "application/json", bytes);
      case Content.Large large ->
          StoreReply.stream("application/json", large::writeTo, large.length());
      case Content.Tombstone _ -> throw missing(place, "was deleted at " + version.seq());
      case Content.Erased _ -> throw gone(place, "but its value was erased");
    };
  }

  /// The version at a point.
  Version find(Place.Document place, At at) {
    return switch (store.at(place.namespace(), place.key(), at)) {
      case Lookup.Found(Version version) -> version;
      case Lookup.Deleted(Version tombstone) ->
          throw missing(place, "was deleted at seq " + tombstone.seq());
      case Lookup.Absent _ -> throw missing(place, "was not written by then");
      case Lookup.Compacted(long oldest) ->
          throw gone(place, "but its oldest version that was kept is at seq " + oldest);
    };
  }

  static Failure missing(Place.Document place, String why) {
    return new Failure(
        new Problem(
            ControlCode.NOTHING_HERE,
            place.namespace() + "/" + place.key(),
            "the key must hold a document, but " + why,
            ""));
  }

  private static Failure gone(Place.Document place, String why) {
    return new Failure(
        new Problem(
            ControlCode.GONE,
            place.namespace() + "/" + place.key(),
            "the version must still be there, " + why,
            ""));
  }

  private StoreReply put(StoreRequest request, Place.Document place, StoreAccess access) {
    return write(request, place, operation(request, place, access), access);
  }

  private static Operation operation(
      StoreRequest request, Place.Document place, StoreAccess access) {
    access.require(Role.WRITE, place.namespace());
    return new Operation.Put(place.namespace(), place.key(), request.document());
  }

  /// Whether a put of it can be told as a transaction without a look at what is there.
  static boolean isPlain(StoreRequest request) {
    return request.query().isEmpty()
        && !request.headers().containsKey("content-encoding")
        && !request.headers().containsKey("if-match")
        && !request.headers().containsKey("if-none-match");
  }

  /// What a plain put commits.
  Transaction putting(StoreRequest request, Place.Document place, StoreAccess access) {
    Operation operation = operation(request, place, access);
    return transaction(request, place, operation, access);
  }

  private Transaction transaction(
      StoreRequest request, Place.Document place, Operation operation, StoreAccess access) {
    String once = request.header("idempotency-key").orElse("");
    if (once.getBytes(StandardCharsets.UTF_8).length > Transaction.ONCE_MAX) {
      throw StoreRequest.bad(
          "idempotency-key", "must have at most " + Transaction.ONCE_MAX + " bytes");
    }
    return new Transaction(
        conditions(request, place), List.of(operation), Origins.of(request, access), once);
  }

  private StoreReply delete(StoreRequest request, Place.Document place, StoreAccess access) {
    boolean erase = request.flag("erase");
    access.require(erase ? Role.ADMIN : Role.WRITE, place.namespace());
    if (erase) {
      return write(request, place, new Operation.Erase(place.namespace(), place.key()), access);
    }
    boolean conditional = request.header("if-match").isPresent();
    if (!conditional && store.get(place.namespace(), place.key()).isEmpty()) {
      throw missing(place, "holds none");
    }
    return write(request, place, new Operation.Delete(place.namespace(), place.key()), access);
  }

  /// Makes an earlier value current again.
  StoreReply revert(StoreRequest request, Place.Document place, StoreAccess access) {
    access.require(Role.WRITE, place.namespace());
    String to = request.query().get("to");
    if (to == null) {
      throw StoreRequest.bad("to", "must name the point to go back to, but is missing");
    }
    Version version = find(place, point.parse("to", to));
    var operation = new Operation.Revert(place.namespace(), place.key(), version.seq());
    return write(request, place, operation, access);
  }

  private StoreReply write(
      StoreRequest request, Place.Document place, Operation operation, StoreAccess access) {
    return write(request, place, operation, access, ROUNDS);
  }

  /// @param rounds how often to look again when somebody else wrote between look and write
  private StoreReply write(
      StoreRequest request,
      Place.Document place,
      Operation operation,
      StoreAccess access,
      int rounds) {
    Transaction transaction = transaction(request, place, operation, access);
    boolean byHeader =
        request.header("if-match").isPresent() || request.header("if-none-match").isPresent();
    Outcome outcome = store.commit(transaction);
    return rounds > 0 && isRaced(outcome, request)
        ? write(request, place, operation, access, rounds - 1)
        : written(outcome, byHeader);
  }

  /// Whether somebody else wrote between look and write, and what is there now has none of the
  /// tags.
  private static boolean isRaced(Outcome outcome, StoreRequest request) {
    Optional<String> tags = request.header("if-none-match").filter(each -> !EntityTags.isAny(each));
    return tags.isPresent()
        && outcome instanceof Outcome.Conflict conflict
        && conflict
            .current()
            .filter(now -> !now.hasValue() || !holds(tags.get(), VersionJson.etag(now)))
            .isPresent();
  }

  static StoreReply written(Outcome outcome, boolean conditional) {
    return switch (outcome) {
      case Outcome.Committed done -> StoreReply.of(StoreReply.Receipt.of(done));
      case Outcome.Conflict conflict -> Problems.of(conflict, conditional);
      case Outcome.Refused refused -> Problems.of(refused);
    };
  }

  private List<Precondition> conditions(StoreRequest request, Place.Document place) {
    var conditions = new ArrayList<Precondition>();
    String namespace = place.namespace();
    String key = place.key();
    request
        .header("if-match")
        .ifPresent(tags ->
            conditions.add(
                EntityTags.isAny(tags)
                    ? new Precondition.Exists(namespace, key)
                    : new Precondition.CidIs(namespace, key, wanted(tags, place))));
    request
        .header("if-none-match")
        .ifPresent(tags ->
            conditions.add(
                EntityTags.isAny(tags)
                    ? new Precondition.Absent(namespace, key)
                    : noneOf(tags, place)));
    request
        .header(IF_VERSION)
        .ifPresent(vid -> conditions.add(new Precondition.VidIs(namespace, key, vid(vid))));
    return conditions;
  }

  /// Of several tags, the one the document has now, so that one condition says it all. Weak ones
  /// and those of somebody else match nothing (RFC 9110, 13.1.1).
  private Digest wanted(String tags, Place.Document place) {
    List<Digest> all = new ArrayList<>();
    for (String tag : EntityTags.of("if-match", tags)) {
      if (OURS.matcher(tag).matches()) {
        all.add(vid(tag.substring(1, 65)));
      }
    }
    return store
        .get(place.namespace(), place.key())
        .map(Version::cid)
        .filter(all::contains)
        .orElse(all.isEmpty() ? Digest.NONE : all.getFirst());
  }

  /// The document has none of the tags, compared weakly (RFC 9110, 13.1.2), and stays as it is
  /// until the write.
  private Precondition noneOf(String tags, Place.Document place) {
    EntityTags.of("if-none-match", tags);
    String namespace = place.namespace();
    String key = place.key();
    return switch (store.at(namespace, key, At.LATEST)) {
      case Lookup.Found(Version now) ->
          holds(tags, VersionJson.etag(now))
              ? new Precondition.Absent(namespace, key)
              : new Precondition.VidIs(namespace, key, now.vid());
      case Lookup.Deleted(Version tombstone) ->
          new Precondition.VidIs(namespace, key, tombstone.vid());
      case Lookup.Absent _, Lookup.Compacted _ -> new Precondition.Absent(namespace, key);
    };
  }

  private static Digest vid(String text) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("condition", String.valueOf(e.getMessage()));
    }
  }

  private static boolean holds(String condition, String etag) {
    return EntityTags.isAny(condition)
        || EntityTags.of("if-none-match", condition).stream()
            .anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag));
  }

  private StoreReply patch(StoreRequest request, Place.Document place, StoreAccess access) {
    access.require(Role.WRITE, place.namespace());
    Json patch = request.json();
    if (isMergePatch(request.header("content-type").orElse(""))) {
      var operation = new Operation.MergePatch(place.namespace(), place.key(), patch);
      return write(request, place, operation, access);
    }
    JsonPatch steps = JsonPatch.of(patch);
    boolean isRetry = request.header("idempotency-key").isPresent();
    if (!isRetry && store.get(place.namespace(), place.key()).isEmpty()) {
      throw missing(place, "holds none to patch");
    }
    return write(
        request, place, new Operation.Patch(place.namespace(), place.key(), steps), access);
  }

  private static boolean isMergePatch(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().equalsIgnoreCase("application/merge-patch+json");
  }

  /// The value of a version; null for one that has none.
  static Json valueOf(@Nullable Version version) {
    return version != null && version.hasValue() ? version.value() : JsonNull.NULL;
  }
}
