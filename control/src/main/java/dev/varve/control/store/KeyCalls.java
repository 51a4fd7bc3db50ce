package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.unit.Span;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.ApiKey;
import dev.varve.control.identity.Keys;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Grant;
import dev.varve.control.identity.StoreAccess.Role;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// API keys over the API, for administrators of the whole store:
///
/// ```
/// GET /keys
/// POST /keys   {"name": "ci", "grants": [{"namespaces": "app*", "role": "write"}], "expires": "90d"}
/// DELETE /keys?id=...
/// ```
final class KeyCalls {
  private static final List<String> MEMBERS = List.of("name", "grants", "expires");

  private final Keys keys;
  private final Clock clock;

  KeyCalls(Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  StoreReply answer(StoreRequest request, StoreAccess access) {
    access.requireAll(Role.ADMIN);
    return switch (request.method()) {
      case "GET", "HEAD" -> list();
      case "POST" -> create(request, access);
      case "DELETE" -> revoke(request, access);
      default -> throw StoreRequest.notAllowed("GET, HEAD, POST, DELETE");
    };
  }

  private StoreReply list() {
    List<Json> all =
        keys.list().stream()
            .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
            .map(each -> (Json) each.shown())
            .toList();
    return StoreReply.json(200, Json.of("keys", new JsonArray(all)));
  }

  private StoreReply create(StoreRequest request, StoreAccess access) {
    JsonObject body = request.object();
    for (String name : body.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw StoreRequest.bad(
            "body#/" + name, "must be one of " + String.join(", ", MEMBERS) + ", but is " + name);
      }
    }
    String name = body.text("name");
    List<Grant> grants =
        ApiKey.grants(body.get("grants"))
            .orElseThrow(() ->
                StoreRequest.bad(
                    "body#/grants",
                    "must be a list such as [{\"namespaces\": \"app*\", \"role\": \"write\"}] with"
                        + " the roles read, write and admin, but is not"));
    try {
      Keys.Created created =
          keys.create(
              name == null ? "" : name,
              grants,
              expires(body.get("expires")),
              Origins.of(request, access));
      JsonObject json = created.key().shown().with("token", Json.of(created.token()));
      return StoreReply.json(201, json);
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("body", String.valueOf(e.getMessage()));
    }
  }

  /// A length of time from now, or a time.
  private @Nullable Instant expires(@Nullable Json json) {
    if (json == null) {
      return null;
    }
    String text = json instanceof dev.varve.base.json.JsonString(String value) ? value : "";
    try {
      return text.contains("T") ? Instant.parse(text) : clock.now().plus(Span.parse(text));
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw StoreRequest.bad(
          "body#/expires",
          "must be a length of time such as 90d, or a time such as 2027-01-31T00:00:00Z, but is "
              + json.compact());
    }
  }

  private StoreReply revoke(StoreRequest request, StoreAccess access) {
    String id = request.parameter("id").orElse("");
    if (!keys.revoke(id, Origins.of(request, access))) {
      throw new Failure(
          new Problem(
              ControlCode.NOTHING_HERE,
              "id",
              "the key must exist, but there is none '" + id + "'",
              "`varve keys ls` lists them"));
    }
    return StoreReply.json(200, Json.of("revoked", Json.of(id)));
  }
}
