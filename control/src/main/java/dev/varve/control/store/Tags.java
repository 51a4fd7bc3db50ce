package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.store.Outcome;
import dev.varve.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names for positions, which retention then keeps readable.
///
/// ```
/// GET /tags
/// POST /tags   {"name": "release", "namespace": "people", "seq": 4711}
/// DELETE /tags?name=...
/// ```
final class Tags {
  private static final List<String> MEMBERS = List.of("name", "namespace", "seq");

  private final Store store;

  Tags(Store store) {
    this.store = store;
  }

  StoreReply answer(StoreRequest request, StoreAccess access) {
    return switch (request.method()) {
      case "GET", "HEAD" -> list(access);
      case "POST" -> tag(request, access);
      case "DELETE" -> untag(request, access);
      default -> throw StoreRequest.notAllowed("GET, HEAD, POST, DELETE");
    };
  }

  private StoreReply list(StoreAccess access) {
    List<Json> all =
        store.tags().stream()
            .filter(tag -> tag.namespace().isEmpty() || access.reaches(tag.namespace()))
            .map(tag -> (Json) shown(tag))
            .toList();
    return StoreReply.json(200, Json.of("tags", new JsonArray(all)));
  }

  private static JsonObject shown(Store.Tag tag) {
    return Json.of("name", Json.of(tag.name()))
        .with("namespace", Json.of(tag.namespace()))
        .with("seq", Json.of(tag.seq()));
  }

  private StoreReply tag(StoreRequest request, StoreAccess access) {
    JsonObject body = request.object();
    for (String name : body.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw StoreRequest.bad(
            "body#/" + name, "must be one of " + String.join(", ", MEMBERS) + ", but is " + name);
      }
    }
    String name = text(body, "name");
    String namespace = text(body, "namespace");
    if (name.isEmpty()) {
      throw StoreRequest.bad("body#/name", "must be a name of 1 to 1024 bytes, but is missing");
    }
    require(namespace, access);
    Store.Tag before = find(name);
    if (before != null) {
      require(before.namespace(), access);
    }
    var tag = new Store.Tag(name, namespace, seq(body.get("seq")));
    return written(
        store.tag(tag, Origins.of(request, access)),
        StoreReply.json(before == null ? 201 : 200, shown(tag)));
  }

  /// What is kept costs room, so it is for those who say how a namespace keeps its documents.
  private static void require(String namespace, StoreAccess access) {
    if (namespace.isEmpty()) {
      access.requireAll(Role.ADMIN);
    } else {
      access.require(Role.ADMIN, namespace);
    }
  }

  private static String text(JsonObject body, String member) {
    Json json = body.get(member);
    String text = body.text(member);
    if (json != null && text == null) {
      throw StoreRequest.bad("body#/" + member, "must be text, but is " + json.compact());
    }
    return text == null ? "" : text;
  }

  private long seq(@Nullable Json json) {
    if (json == null) {
      return Math.max(1, store.seq());
    }
    if (json instanceof JsonNumber number && number.isLong() && number.longValue() > 0) {
      return number.longValue();
    }
    throw StoreRequest.bad("body#/seq", "must be a seq from 1 on, but is " + json.compact());
  }

  private StoreReply untag(StoreRequest request, StoreAccess access) {
    String name = request.parameter("name").orElse("");
    Store.Tag tag = find(name);
    if (tag == null) {
      throw none(name);
    }
    require(tag.namespace(), access);
    return written(
        store.untag(name, Origins.of(request, access)),
        StoreReply.json(200, Json.of("removed", Json.of(name))));
  }

  private Store.@Nullable Tag find(String name) {
    for (Store.Tag tag : store.tags()) {
      if (tag.name().equals(name)) {
        return tag;
      }
    }
    return null;
  }

  static Failure none(String name) {
    return new Failure(
        new Problem(
            ControlCode.NOTHING_HERE,
            "tag:" + name,
            "the tag must exist, but does not",
            "`varve db tag` lists them"));
  }

  private static StoreReply written(Outcome outcome, StoreReply done) {
    return switch (outcome) {
      case Outcome.Committed _ -> done;
      case Outcome.Conflict conflict -> Problems.of(conflict, false);
      case Outcome.Refused refused -> Problems.of(refused);
    };
  }
}
