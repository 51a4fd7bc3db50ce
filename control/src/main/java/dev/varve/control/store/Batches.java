package dev.varve.control.store;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.control.identity.Audit;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.control.version.VersionJson;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.diff.JsonPatch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Transactions as JSON: all of it happens, or nothing.
///
/// ```
/// {"preconditions": [{"if": "absent" | "exists" | "vid" | "cid" | "seqAtMost" | "field",
///                     "namespace": "n", "key": "k", "vid": ..., "cid": ..., "seq": ...,
///                     "path": "a.b", "is": "eq" | "ne" | "gt" | "gte" | "lt" | "lte", "value": ...}],
///  "operations": [{"op": "put" | "delete" | "increment" | "revert" | "erase",
///                  "namespace": "n", "key": "k", "value": ..., "path": "a.b", "by": 1, "to": seq}],
///  "author": "", "message": "", "once": ""}
/// ```
final class Batches {
  private static final List<String> MEMBERS =
      List.of("preconditions", "operations", "author", "message", "once");

  private final Store store;
  private final Audit audit;

  Batches(Store store, Audit audit) {
    this.store = store;
    this.audit = audit;
  }

  StoreReply answer(StoreRequest request, StoreAccess access) {
    request.require("POST");
    Transaction transaction = read(request, access);
    for (Operation operation : transaction.operations()) {
      boolean erases = operation instanceof Operation.Erase;
      access.require(erases ? Role.ADMIN : Role.WRITE, operation.namespace());
      Place.Own.guardWrite(operation.namespace());
    }
    transaction.preconditions().forEach(each -> access.require(Role.READ, each.namespace()));
    return switch (store.commit(transaction)) {
      case Outcome.Committed done -> {
        tellErasures(transaction);
        yield StoreReply.json(
            200,
            Json.of(
                "versions",
                new JsonArray(
                    done.versions().stream().map(v -> (Json) VersionJson.head(v)).toList())));
      }
      case Outcome.Conflict conflict -> Problems.of(conflict, false);
      case Outcome.Refused refused -> Problems.of(refused);
    };
  }

  private void tellErasures(Transaction transaction) {
    String actor = transaction.origin().author();
    for (Operation operation : transaction.operations()) {
      if (operation instanceof Operation.Erase(String namespace, String key)) {
        audit.done(new Audit.Event(actor, "POST erase", namespace + "/" + key));
      }
    }
  }

  private static Transaction read(StoreRequest request, StoreAccess access) {
    JsonObject body = request.object();
    for (String name : body.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw StoreRequest.bad(
            "body#/" + name, "must be one of " + String.join(", ", MEMBERS) + ", but is " + name);
      }
    }
    var preconditions = new ArrayList<Precondition>();
    for (Item item : items(body, "preconditions")) {
      preconditions.add(precondition(item));
    }
    var operations = new ArrayList<Operation>();
    for (Item item : items(body, "operations")) {
      operations.add(operation(item));
    }
    String once = optional(body, "body", "once");
    try {
      return new Transaction(
          preconditions,
          operations,
          origin(body, request, access),
          once == null ? request.header("idempotency-key").orElse("") : once);
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("body", String.valueOf(e.getMessage()));
    }
  }

  private static Origin origin(JsonObject body, StoreRequest request, StoreAccess access) {
    Origin told = Origins.of(request, access);
    String author = optional(body, "body", "author");
    String message = optional(body, "body", "message");
    return Origins.of(
        author == null || !access.actor().isEmpty() ? told.author() : author,
        message == null ? told.message() : message);
  }

  private static @Nullable String optional(JsonObject object, String where, String name) {
    return switch (object.get(name)) {
      case null -> null;
      case JsonString(String text) -> text;
      case Json other ->
          throw StoreRequest.bad(
              where + (where.equals("body") ? "#/" : "/") + name,
              "must be a string, but is of type " + other.kind());
    };
  }

  /// One object of a list, and where it stands.
  private record Item(String where, JsonObject json) {
    /// Holds the object to the members that its kind reads beside namespace and key.
    Item only(String... more) {
      for (String name : json.members().keySet()) {
        boolean known = name.equals("namespace") || name.equals("key");
        if (!known && !List.of(more).contains(name)) {
          throw StoreRequest.bad(
              where + "/" + name,
              "must be one of namespace, key, " + String.join(", ", more) + ", but is " + name);
        }
      }
      return this;
    }

    Json value(String name) {
      Json value = json.get(name);
      if (value == null) {
        throw StoreRequest.bad(where, "must have the member " + name + ", but has not");
      }
      return value;
    }

    String text(String name) {
      String text = json.text(name);
      if (text == null) {
        throw StoreRequest.bad(where, "must have " + name + " as a string, but has not");
      }
      return text;
    }

    BigDecimal decimal(String name) {
      if (value(name) instanceof JsonNumber number) {
        return number.value();
      }
      throw StoreRequest.bad(where, "must have " + name + " as a number, but has not");
    }

    long number(String name) {
      if (value(name) instanceof JsonNumber number && number.isLong()) {
        return number.longValue();
      }
      throw StoreRequest.bad(where, "must have " + name + " as a whole number, but has not");
    }

    Digest digest(String name) {
      try {
        return Digest.parse(text(name));
      } catch (IllegalArgumentException e) {
        throw StoreRequest.bad(where, String.valueOf(e.getMessage()));
      }
    }
  }

  private static List<Item> items(JsonObject body, String name) {
    var all = new ArrayList<Item>();
    Json list = body.get(name);
    if (list == null) {
      return all;
    }
    if (!(list instanceof JsonArray(List<Json> items))) {
      throw StoreRequest.bad("body#/" + name, "must be an array, but is of type " + list.kind());
    }
    for (int i = 0; i < items.size(); i++) {
      String where = "body#/" + name + "/" + i;
      if (!(items.get(i) instanceof JsonObject object)) {
        throw StoreRequest.bad(where, "must be an object, but is " + items.get(i).kind());
      }
      all.add(new Item(where, object));
    }
    return all;
  }

  private static Operation operation(Item item) {
    String namespace = item.text("namespace");
    String key = item.text("key");
    return switch (item.text("op")) {
      case "put" -> new Operation.Put(namespace, key, item.only("op", "value").value("value"));
      case "patch" ->
          new Operation.Patch(
              namespace, key, JsonPatch.of(item.only("op", "patch").value("patch")));
      case "merge-patch" ->
          new Operation.MergePatch(namespace, key, item.only("op", "patch").value("patch"));
      case "delete" -> {
        item.only("op");
        yield new Operation.Delete(namespace, key);
      }
      case "erase" -> {
        item.only("op");
        yield new Operation.Erase(namespace, key);
      }
      case "revert" -> new Operation.Revert(namespace, key, item.only("op", "to").number("to"));
      case "increment" -> {
        String path = optional(item.only("op", "path", "by").json(), item.where(), "path");
        yield new Operation.Increment(namespace, key, path == null ? "" : path, item.decimal("by"));
      }
      default ->
          throw StoreRequest.bad(
              item.where() + "/op",
              "must be put, patch, merge-patch, delete, increment, revert or erase, but is "
                  + item.text("op"));
    };
  }

  private static Precondition precondition(Item item) {
    String namespace = item.text("namespace");
    String key = item.text("key");
    return switch (item.text("if")) {
      case "absent" -> {
        item.only("if");
        yield new Precondition.Absent(namespace, key);
      }
      case "exists" -> {
        item.only("if");
        yield new Precondition.Exists(namespace, key);
      }
      case "vid" -> new Precondition.VidIs(namespace, key, item.only("if", "vid").digest("vid"));
      case "cid" -> new Precondition.CidIs(namespace, key, item.only("if", "cid").digest("cid"));
      case "seqAtMost" ->
          new Precondition.SeqAtMost(namespace, key, item.only("if", "seq").number("seq"));
      case "field" ->
          new Precondition.Field(
              namespace,
              key,
              item.only("if", "path", "is", "value").text("path"),
              comparison(item),
              item.value("value"));
      default ->
          throw StoreRequest.bad(
              item.where() + "/if",
              "must be absent, exists, vid, cid, seqAtMost or field, but is " + item.text("if"));
    };
  }

  private static Precondition.Comparison comparison(Item item) {
    String word = item.text("is");
    for (Precondition.Comparison each : Precondition.Comparison.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw StoreRequest.bad(
        item.where() + "/is", "must be eq, ne, gt, gte, lt or lte, but is " + word);
  }
}
